"""The Docker files, as far as they can be proved without a Docker engine.

``./dev`` brings the stand-alone docker-compose binary and hadolint; without them
these tests fail rather than skip.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = os.environ.get("CS_DOCKER_COMPOSE") or str(
    ROOT / ".dev/compose/usr/libexec/docker/cli-plugins/docker-compose"
)
FILES = {
    "one process": ["docker-compose.yml"],
    "workers": ["docker-compose.yml", "docker/compose.workers.yml"],
}


def run(*command, **options):
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, **options
    )


def config(files):
    """The merged composition as docker-compose itself reads it."""
    assert Path(COMPOSE).exists(), "docker-compose is missing: run ./dev setup"
    result = run(COMPOSE, *[w for f in files for w in ("-f", f)], "config")
    assert result.returncode == 0, result.stderr
    return yaml.safe_load(result.stdout)


@pytest.mark.parametrize("files", FILES.values(), ids=FILES)
def test_compose_file_is_valid_and_every_service_has_a_health_check(files):
    services = config(files)["services"]
    assert {"db", "odoo"} <= set(services)
    assert [n for n, s in services.items() if "healthcheck" not in s] == []


def test_compose_keeps_data_in_named_volumes():
    composition = config(FILES["one process"])
    mounts = {
        name: [v["source"] for v in service["volumes"] if v["type"] == "volume"]
        for name, service in composition["services"].items()
    }
    assert mounts == {"db": ["db-data"], "odoo": ["odoo-data"]}
    assert set(composition["volumes"]) == {"db-data", "odoo-data"}


def test_only_nginx_is_reachable_with_workers():
    services = config(FILES["workers"])["services"]
    assert [n for n, s in services.items() if s.get("ports")] == ["nginx"]


def test_images_are_those_the_product_is_made_for():
    composition = config(FILES["one process"])
    assert composition["services"]["db"]["image"] == "postgres:17"
    assert "\nFROM odoo:19.0\n" in (ROOT / "Dockerfile").read_text()


def test_dockerfile_is_clean():
    tool = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert tool, "hadolint is missing: run ./dev setup"
    result = run(tool, "Dockerfile")
    assert result.returncode == 0, result.stdout


def test_every_oca_addon_is_pinned():
    lines = (ROOT / "requirements-oca.txt").read_text().splitlines()
    wanted = [line for line in lines if line and not line.startswith("#")]
    assert wanted
    assert [
        w for w in wanted if not re.fullmatch(r"odoo-addon-\w+==19\.0[\d.]+", w)
    ] == []


def test_files_the_image_copies_exist_and_reach_the_build():
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    text = (ROOT / "Dockerfile").read_text()
    sources = re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) \S+$", text, re.M)
    assert "addons" in sources
    assert [s for s in sources if not (ROOT / s).exists()] == []
    assert [s for s in sources if f"!{s.partition('/')[0]}" not in ignored] == []


def test_nginx_shares_out_pages_and_live_updates():
    text = (ROOT / "docker/nginx.conf").read_text()
    assert text.count("{") == text.count("}")
    live = re.search(r"location /websocket \{(.*?)\n    \}", text, re.S)[1]
    assert "http://odoo_live" in live and "Upgrade $http_upgrade" in live
    assert "server odoo:8072" in text and "server odoo:8069" in text


# --- docker/entrypoint.sh, with the commands it calls replaced by stubs


@pytest.fixture
def container(tmp_path):
    """Run the entry point; ``state`` is what the database says is installed."""
    calls = tmp_path / "calls"
    addon = tmp_path / "addons" / "cs_service_standard"
    addon.mkdir(parents=True)
    (addon / "__manifest__.py").write_text('{\n    "version": "19.0.2.0.0",\n}\n')
    stubs = {
        "official": f'#!/bin/sh\necho "$@" >>{calls}\n'
        'case "$*" in *--stop*) exit ${RC:-0} ;; esac\n',
        "psql": '#!/bin/sh\ncase "$*" in *ir_module*) printf %s "$STATE" ;; esac\n',
    }
    for name, text in stubs.items():
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)

    def start(state="", *arguments, **env):
        calls.write_text("")
        result = run(
            "bash",
            "docker/entrypoint.sh",
            *arguments,
            env={
                "PATH": f"{tmp_path}:{os.environ['PATH']}",
                "STATE": state,
                "CS_ADDONS_FOLDER": str(tmp_path / "addons"),
                "CS_OFFICIAL_ENTRYPOINT": str(tmp_path / "official"),
                **env,
            },
        )
        return result.returncode, calls.read_text().splitlines()

    return start


def test_first_start_seeds_and_then_serves(container):
    code, calls = container("", "--workers=4")
    assert code == 0
    assert "-i cs_service_standard" in calls[0] and "--with-demo" in calls[0]
    assert calls[1] == "odoo -d cs --db-filter ^cs$ --workers=4"


def test_seed_none_installs_without_sample_data(container):
    _code, calls = container("", CS_SEED="none")
    assert "-i cs_service_standard" in calls[0]
    assert "--with-demo" not in calls[0]


def test_later_starts_only_serve(container):
    code, calls = container("cs_service_standard 19.0.2.0.0")
    assert (code, calls) == (0, ["odoo -d cs --db-filter ^cs$"])


def test_a_newer_version_updates_first(container):
    _code, calls = container("cs_service_standard 19.0.1.0.0")
    assert "-u cs_service_standard" in calls[0]
    assert len(calls) == 2


def test_a_failed_seed_does_not_serve(container):
    code, calls = container("", RC="3")
    assert (code, len(calls)) == (3, 1)
