# The running product: ./dev run, stop, shell, odoo.
# shellcheck shell=bash

RUN_DB=${CS_DB:-cs_run}
PIDFILE=$CS_HOME/run/odoo.pid
SERVER_LOG=$LOGS/odoo.log

# The one list of log-ins (the addon's demo data makes these users).
LOGINS="administrator    admin / admin
team leader      leader / leader
agent            li / li
agent            wang / wang
portal customer  zhang / zhang"

# What every command that talks to Odoo needs: tools, venv, source, database server, configuration.
setup_base() {
  make_home
  setup_venv
  setup_odoo
  link_odoo
  pg_env
  pg_start
  write_conf
}
prepare_base() {
  make_home
  check_room
  with_lock setup setup_base
}

# Only a first set-up needs the room; a full cache must not stop a running product.
check_room() { [ -d "$STAMPS" ] && [ -f "$STAMPS/odoo" ] || check_disk 2500; }

# The sample data of the modules we build on first, then our addons with theirs.
install_run_db() {
  with_lock base duplicate_base "$RUN_DB"
  odoo module force-demo -d "$RUN_DB"
  odoo_once -d "$RUN_DB" -i "$(our_addons)" --with-demo --log-level=warn
  record_source "$RUN_DB"
}
update_run_db() {
  odoo_once -d "$RUN_DB" -u "$(our_addons)" --log-level=warn
  record_source "$RUN_DB"
}

server_running() {
  local pid
  pid=$(cat "$PIDFILE" 2>/dev/null) && [ -d "/proc/$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q "odoo-main.py -c $CS_CONF"
}

cmd_run() {
  [ -n "$(our_addons)" ] || die "There is no addon in $ROOT/addons: check out the repository completely."
  if server_running; then
    say "already running: http://localhost:$(cat "${PIDFILE%.pid}.port") (./dev stop ends it)"
    return
  fi
  port_taken "$HTTP_PORT" && die "Port $HTTP_PORT is taken by another program: stop that one, or set CS_PORT to a free port (CS_PORT=8070 ./dev run)."
  prepare_base
  if ! db_has_addons "$RUN_DB"; then
    with_lock base ensure_base
    step "Database $RUN_DB with sample data: install" install_run_db
  elif ! source_fresh "$RUN_DB"; then
    step "Database $RUN_DB: update, because the addons changed" update_run_db
  fi
  step "Odoo: start" start_server
  say ""
  say "http://localhost:$HTTP_PORT (database $RUN_DB)"
  say "$LOGINS"
  say ""
  say "log: $SERVER_LOG; ./dev stop ends it, the data stay."
}

# In the background and in a session of its own, so that Ctrl-C of the terminal does not reach it.
start_server() {
  echo "$HTTP_PORT" >"${PIDFILE%.pid}.port"
  setsid "$PY" "$ODOO_MAIN" -c "$CS_CONF" -d "$RUN_DB" --db-filter "^$RUN_DB\$" --http-port "$HTTP_PORT" \
    --logfile "$SERVER_LOG" </dev/null >>"$LOGS/odoo.out" 2>&1 3>&- 8>&- &
  echo $! >"$PIDFILE"
  wait_for_server
}

# The health page of the port alone could be another server's: our own process must live, too.
wait_for_server() {
  local tries=0
  until "$PY" -c "import urllib.request as u; u.urlopen('http://127.0.0.1:$HTTP_PORT/web/health', timeout=5)" 2>/dev/null; do
    server_running || { tail -n 20 "$SERVER_LOG"; die "Odoo stopped while starting: $SERVER_LOG says why; if it names the port, set CS_PORT to a free one."; }
    tries=$((tries + 1))
    [ "$tries" -lt 240 ] || die "Odoo gave no answer for two minutes: see $SERVER_LOG, then ./dev stop and try again."
    sleep 0.5
  done
}

stop_server() {
  local pid
  pid=$(cat "$PIDFILE")
  kill "$pid"
  for _ in {1..60}; do
    [ -d "/proc/$pid" ] || break
    sleep 0.25
  done
  [ ! -d "/proc/$pid" ] || kill -9 "$pid"
  rm -f "$PIDFILE"
}

cmd_stop() {
  make_home
  if server_running; then step "Odoo: stop" stop_server; else say "Odoo is not running"; fi
  [ -d "$VENV" ] || return 0
  pg_env
  if pg_is_own; then
    say "the PostgreSQL at $PGHOST is yours and keeps running"
  elif pg_running; then
    step "PostgreSQL: stop" pg_stop
  else
    say "PostgreSQL is not running"
  fi
}

cmd_odoo() {
  prepare_base
  odoo "$@" 3>&-
}
cmd_shell() {
  prepare_base
  odoo shell -d "${1:-$RUN_DB}" --no-http 3>&-
}

# Scripts in Python: with the venv, the configuration and the database server they need.
cmd_script() {
  local file=$1
  shift
  [ -f "$ROOT/$file" ] || die "$file is missing: check out the repository completely."
  prepare_base
  exec "$PY" "$ROOT/$file" "$@" 3>&- # where the user stands: the file he names is relative to that
}

# For other shells and scripts: eval "$(./dev env)".
cmd_env() {
  prepare_base >&2
  printf 'export CS_HOME=%q CS_CONF=%q CS_EMBEDDED_PG=%q PGHOST=%q PGPORT=%q PGUSER=%q PGPASSWORD=%q PATH=%q:"$PATH"\n' \
    "$CS_HOME" "$CS_CONF" "${CS_EMBEDDED_PG:-}" "$PGHOST" "$PGPORT" "$PGUSER" "${PGPASSWORD:-}" "$VENV/bin:$CS_HOME/bin${BIN:+:$BIN}"
}

cmd_setup() {
  prepare_base
  with_lock setup setup_tools
  [ "${1:-}" != --e2e ] || with_lock setup setup_venv_e2e
  say "ready: ./dev run, ./dev test"
}
setup_tools() {
  setup_venv_dev
  setup_node
  setup_browser
  setup_compose
}

# .pot and zh_CN.po of the addons from a fresh installation; translations that exist stay.
cmd_i18n() {
  local db=${TEST_DB}_i18n
  prepare_base
  setup_venv_dev
  with_lock base ensure_base
  with_lock base step "Database $db: copy of $BASE_DB" duplicate_base "$db"
  step "Database $db: our addons" odoo_once -d "$db" -i "$(our_addons)" --log-level=warn
  step "Translations: export and merge" export_terms "$db"
  cat "$LOGS/export-terms.terms" >&3
}
export_terms() {
  local addon
  for addon in $(our_addons | tr ',' ' '); do
    odoo i18n export -d "$1" -l pot -o "$CS_HOME/run/$addon.pot" -- "$addon"
    "$PY" "$ROOT/scripts/po_files.py" update "$ROOT/addons/$addon" "$CS_HOME/run/$addon.pot" \
      "$(odoo_dir)"/odoo/addons/{base,mail,resource,product}/i18n/zh_CN.po
  done | tee "$LOGS/export-terms.terms"
  db_drop "$1"
}
