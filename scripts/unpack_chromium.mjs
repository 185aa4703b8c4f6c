// unpack_chromium.mjs NODE_FOLDER TARGET: the Chromium that the npm package @sparticuz/chromium carries (brotli
// files) becomes TARGET/chromium, with its libraries in TARGET/lib and its fonts in TARGET/fonts.
import {execFileSync} from "node:child_process";
import {chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {brotliDecompressSync} from "node:zlib";

const [nodeFolder, target] = process.argv.slice(2);
const source = join(nodeFolder, "node_modules", "@sparticuz", "chromium", "bin");

rmSync(target, {recursive: true, force: true});
mkdirSync(target, {recursive: true});

function unpackTar(name, folder) {
    mkdirSync(folder, {recursive: true});
    const input = brotliDecompressSync(readFileSync(join(source, name)));
    execFileSync("tar", ["-x", "--no-same-owner", "-C", folder], {input});
}

const binary = join(target, "chromium");
writeFileSync(binary, brotliDecompressSync(readFileSync(join(source, "chromium.br"))));
chmodSync(binary, 0o755);
unpackTar("swiftshader.tar.br", target);
unpackTar("al2023.tar.br", target);
unpackTar("fonts.tar.br", target);
// its own fonts.conf names a folder of another machine
writeFileSync(
    join(target, "fonts.conf"),
    `<fontconfig><dir>${target}/fonts</dir><cachedir>${target}/font-cache</cachedir></fontconfig>\n`,
);
