#!/bin/bash
# Start of the container: seeds the database once, updates it when the addons' version changed, then runs Odoo.
# HOST, PORT, USER and PASSWORD are those of the official image. CS_SEED=demo brings the sample data, none does not.
set -euo pipefail

database=${CS_DB:-cs}
addons=${CS_ADDONS:-cs_service_standard}
addons_folder=${CS_ADDONS_FOLDER:-/mnt/extra-addons}
official=${CS_OFFICIAL_ENTRYPOINT:-/entrypoint.sh}
export PGHOST=${HOST:-db} PGPORT=${PORT:-5432} PGUSER=${USER:-odoo} PGPASSWORD=${PASSWORD:-odoo}

ask() { psql -XtAq -d "$1" -c "$2" 2>/dev/null; }

# Compose waits for the health check; other orchestrators may not.
for _ in $(seq 60); do
  ask postgres "select 1" >/dev/null && break
  sleep 1
done

# The versions on disk, as one string; Odoo itself prefixes the series where the manifest does not.
versions() {
  local addon
  for addon in ${addons//,/ }; do
    sed -n "s/^ *[\"']version[\"']: *[\"']\([^\"']*\).*/$addon \1/p" "$addons_folder/$addon/__manifest__.py"
  done
}
installed() {
  local addon
  for addon in ${addons//,/ }; do
    ask "$database" "select name || ' ' || latest_version from ir_module_module where name = '$addon' and state = 'installed'"
  done
}
once() { "$official" odoo -d "$database" --stop-after-init --no-http --max-cron-threads=0 "$@"; }

present=$(installed || true)
if [ -z "$present" ]; then
  echo "first start: installing $addons into the database $database (a minute or two)"
  seed=()
  [ "${CS_SEED:-demo}" != demo ] || seed=(--with-demo)
  once -i "$addons" --load-language=zh_CN "${seed[@]}"
elif [ "$present" != "$(versions)" ]; then
  echo "the addons changed: updating the database $database"
  once -i "$addons" -u "$addons"
fi
exec "$official" odoo -d "$database" --db-filter "^$database\$" "$@"
