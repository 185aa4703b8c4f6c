# Linters, each a check of its own: ./dev lint, and stages of ./dev test.
# shellcheck shell=bash

PRETTIER=$NODE/node_modules/.bin/prettier

# our_files EXTENSION...: our own files of these kinds, zero-terminated.
our_files() {
  local ext folder
  for folder in addons scripts tests benchmarks data; do
    [ -d "$ROOT/$folder" ] || continue
    for ext in "$@"; do
      find "$ROOT/$folder" -type f -name "*.$ext" ! -path '*/static/lib/*' ! -path '*/node_modules/*' -print0
    done
  done
}

lint_ruff() { cd "$ROOT" && "$VENV/bin/ruff" check --cache-dir "$CS_HOME/ruff" ${FIX:+--fix} .; }
lint_format() {
  cd "$ROOT"
  if [ -n "${FIX:-}" ]; then "$VENV/bin/ruff" format --cache-dir "$CS_HOME/ruff" .; else "$VENV/bin/ruff" format --cache-dir "$CS_HOME/ruff" --check --diff .; fi
}
lint_pylint() {
  cd "$ROOT"
  # helpdesk.ticket is split by concern on purpose; said here, because "enable=odoolint" would enable it again
  PYLINTHOME=$CS_HOME/pylint "$PY" -m pylint --rcfile=.pylintrc --disable=consider-merging-classes-inherited addons/*/
}
lint_oca_module() { cd "$ROOT" && "$VENV/bin/oca-checks-odoo-module" --config .oca_hooks.cfg addons/*/__manifest__.py; }
lint_oca_po() {
  cd "$ROOT"
  local files=(addons/*/i18n/*.po)
  [ ! -e "${files[0]}" ] || "$VENV/bin/oca-checks-po" "${files[@]}"
}
lint_prettier() {
  cd "$ROOT"
  local mode=--check
  [ -z "${FIX:-}" ] || mode=--write
  our_files xml js mjs scss css | xargs -0 --no-run-if-empty "$PRETTIER" --config .prettierrc.json --log-level warn \
    --plugin "$NODE/node_modules/@prettier/plugin-xml/src/plugin.js" "$mode"
}
# The scripts are one program (dev sets -e and shares its variables), hence the exclusions.
lint_shell() {
  cd "$ROOT"
  local files=(dev .ci/run scripts/lib/*.sh)
  [ ! -d docker ] || mapfile -t -O "${#files[@]}" files < <(find docker -name '*.sh')
  "$VENV/bin/shellcheck" --severity=warning --exclude=SC2034,SC2154,SC2164 "${files[@]}"
}
# zh_CN complete and nothing fuzzy. That the .pot is fresh is seen later, where a database is at hand.
lint_po() {
  local addon status=0
  for addon in "$ROOT"/addons/*/; do
    "$PY" "$ROOT/scripts/po_files.py" check "${addon%/}" || status=1
  done
  return "$status"
}
# Strictly typed engines; from the addon's folder, so that mypy does not climb into the models.
lint_types() {
  local addon status=0
  for addon in "$ROOT"/addons/*/; do
    [ -d "$addon/engine" ] || continue
    (cd "$addon" && "$PY" -m mypy --config-file "$ROOT/pyproject.toml" --cache-dir "$CS_HOME/mypy/$(basename "$addon")" --strict -p engine) || status=1
  done
  return "$status"
}

# name and function of every linter
LINTERS="ruff:lint_ruff format:lint_format mypy:lint_types pylint-odoo:lint_pylint oca-checks:lint_oca_module
  oca-po:lint_oca_po translations:lint_po prettier:lint_prettier shellcheck:lint_shell"

cmd_lint() {
  local linter
  case ${1:-} in --fix) FIX=1 ;; "") ;; *) die "unknown option '$1': ./dev lint [--fix]" ;; esac
  make_home
  check_room
  with_lock setup setup_lint
  stages_begin
  for linter in $LINTERS; do stage "${linter%%:*}" "${linter#*:}"; done
  stages_end
}
setup_lint() {
  setup_venv
  setup_venv_dev
  setup_node
}
