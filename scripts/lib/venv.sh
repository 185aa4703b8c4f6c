# Python: the interpreter, the virtual environment and what pip installs into it.
# shellcheck shell=bash

VENV=$CS_HOME/venv
PY=$VENV/bin/python

# 3.12 first, then 3.11, then 3.13 (rl-renderPM has no wheel for it: barcode pictures fail there).
find_python() {
  local candidate
  for candidate in ${CS_PYTHON:-} python3.12 python3.11 python3.13 python3; do
    if have "$candidate" && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# Python itself, where there is none: like Chromium a change to the system, so only as root.
ensure_python() {
  find_python >/dev/null && return
  if is_root && have apt-get; then
    step "Python from the system's packages" apt_system python3 python3-venv
    hash -r
    find_python >/dev/null && return
  fi
  die "No Python 3.11, 3.12 or 3.13 was found: install one (apt-get install python3 python3-venv) or name it in CS_PYTHON."
}

# A venv also where Debian's python3-venv is missing: pip then comes out of Debian's package of it, unpacked privately.
make_venv() {
  local python wheel
  python=$(find_python)
  rm -rf "$VENV"
  if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv "$VENV"
  else
    apt_private python3-pip-whl
    "$python" -m venv --without-pip "$VENV"
    dpkg-deb -x "$CS_HOME"/debs/python3-pip-whl_*.deb "$CS_HOME/pip-whl"
    wheel=$(echo "$CS_HOME"/pip-whl/usr/share/python-wheels/pip-*.whl)
    PYTHONPATH=$wheel "$PY" -m pip install -q --no-index --no-deps "$wheel" ||
      PYTHONPATH=$wheel "$PY" -m pip install -q pip
  fi
}

# pip with the pins; its many ways to say "no network" become one sentence.
pip_install() {
  local out=$LOGS/pip.log
  if ! "$PY" -m pip install --no-input --disable-pip-version-check -c "$ROOT/constraints.txt" "$@" >"$out" 2>&1; then
    cat "$out"
    if grep -qiE 'No space left' "$out"; then
      die "The disk is full: free 3 GB or set CS_HOME to a folder on a larger disk."
    elif grep -qiE 'NewConnectionError|ConnectTimeout|name resolution|Network is unreachable|No matching distribution|Could not find a version|ProxyError|SSLError|ConnectionError|ResolutionImpossible|Connection refused' "$out"; then
      die "The Python package index gave no answer or lacks a pinned package: check the network, or set PIP_INDEX_URL to a mirror (details: $out)."
    fi
    return 1
  fi
  cat "$out"
}

install_runtime() {
  # an old pip cannot build docopt without a warning and resolves slowly
  pip_install -q -U pip
  pip_install -q -r "$ROOT/requirements.txt"
  pip_install -q --no-deps -r "$ROOT/requirements-oca.txt"
}
install_dev() { pip_install -q -r "$ROOT/requirements-dev.txt"; }
install_e2e() { pip_install -q -r "$ROOT/requirements-e2e.txt"; }

# A moved or half-made venv has an interpreter that does not start.
venv_works() { [ -x "$PY" ] && "$PY" -c 'import pip' 2>/dev/null; }

setup_venv() {
  local key
  ensure_python
  key=$(fingerprint "$ROOT/constraints.txt" "$ROOT"/requirements*.txt)-$VENV
  if ! venv_works; then
    rm -f "$STAMPS"/venv-*
    step "Python $("$(find_python)" -c 'import platform; print(platform.python_version())'): virtual environment" make_venv
  fi
  if ! fresh venv-run "$key"; then
    step "Python packages of Odoo, OCA helpdesk, embedded PostgreSQL" install_runtime
    done_for venv-run "$key"
  fi
}
setup_venv_dev() {
  local key
  key=$(fingerprint "$ROOT/constraints.txt" "$ROOT"/requirements*.txt)-$VENV
  fresh venv-dev "$key" && return
  step "Python packages of the tests and linters" install_dev
  done_for venv-dev "$key"
}
setup_venv_e2e() {
  local key
  key=$(fingerprint "$ROOT/constraints.txt" "$ROOT"/requirements*.txt)-$VENV
  fresh venv-e2e "$key" && return
  step "Playwright" install_e2e
  done_for venv-e2e "$key"
}
