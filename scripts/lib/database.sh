# Databases: the cached base with only the dependencies, its duplicates, and what they were installed from.
# shellcheck shell=bash

BASE_DB=cs_base

db_exists() { [ -n "$(sql postgres "select 1 from pg_database where datname = '$1'")" ]; }

# Odoo's own drop also removes the filestore; SQL is for databases it cannot open.
db_drop() {
  db_exists "$1" || return 0
  sql postgres "select pg_terminate_backend(pid) from pg_stat_activity where datname = '$1'" >/dev/null
  odoo db drop "$1" || sql postgres "drop database if exists \"$1\" with (force)"
}

# Half-installed databases (a run that was interrupted) count as absent.
db_has_addons() {
  local count
  db_exists "$1" || return 1
  count=$(sql "$1" "select count(*) from ir_module_module where state = 'installed' and ',$(our_addons),' like '%,' || name || ',%'" 2>/dev/null) || return 1
  [ "$count" = "$(our_addons | tr ',' '\n' | wc -l)" ]
}

# Which state of the addons a database was installed from: it is updated only when files have changed since.
source_key() { echo "$(fingerprint "$ROOT/addons")-${CS_OWN_PG:-}"; }
record_source() { done_for "db-$1" "$(source_key)"; }
source_fresh() { fresh "db-$1" "$(source_key)"; }

# Everything our addons depend on and that is not ours, with the helpdesk in any case.
dependencies() {
  "$PY" - "$ROOT" <<'PYTHON'
import ast, pathlib, sys
manifests = {p.parent.name: ast.literal_eval(p.read_text()) for p in pathlib.Path(sys.argv[1]).glob("addons/*/__manifest__.py")}
needed = {"helpdesk_mgmt", "helpdesk_type"}.union(*(m.get("depends", []) for m in manifests.values()))
print(",".join(sorted(needed - set(manifests))))
PYTHON
}

# Installing 40 modules of Odoo takes most of a test run and gives the same result each time: do it once.
make_base() {
  db_drop "$BASE_DB"
  odoo_once -d "$BASE_DB" -i "$(dependencies)" --log-level=warn
  # the tests of addons must not find the translations missing
  odoo i18n loadlang -d "$BASE_DB" -l zh_CN
}

ensure_base() {
  local key
  key=$(fingerprint "$ROOT/requirements-oca.txt" "$ROOT/debs.lock")-$(dependencies)-$(odoo_dir)-${CS_OWN_PG:-}
  fresh base "$key" && db_exists "$BASE_DB" && return
  step "Database $BASE_DB: Odoo and OCA modules we build on" make_base
  done_for base "$key"
}

# duplicate_base NAME: database and filestore; nobody may be connected to the base meanwhile.
duplicate_base() {
  db_drop "$1"
  rm -f "$STAMPS/db-$1"
  odoo db duplicate "$BASE_DB" "$1"
}

# ./dev newdb NAME: a database of one's own within seconds, with our addons installed.
cmd_newdb() {
  local name=${1:?name of the database}
  prepare_base
  with_lock base ensure_base
  with_lock base step "Database $name: copy of $BASE_DB" duplicate_base "$name"
  [ -z "$(our_addons)" ] || step "Database $name: our addons" odoo_once -d "$name" -i "$(our_addons)" --log-level=warn
}
