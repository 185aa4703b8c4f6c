# ./dev test: what is checked, in which order, on which database.
# shellcheck shell=bash
#
# No test of ours runs twice. Odoo's own runner installs the addons freshly and runs everything but the files that
# need a web server; pytest then runs those (tours, HTTP) on that same database, where it can see whether a browser
# really ran. "./dev test PATH" always uses pytest: it needs seconds.

TEST_DB=${CS_TEST_DB:-cs_test}
ALLOWED=$ROOT/tests/data/log_allowed.txt
KNOWN=$ROOT/tests/data/known_failures.txt

# pytest with our plugin; without Odoo's plugin unless --odoo-database follows.
run_pytest() { # run_pytest JUNIT_FILE ARGS
  local junit=$1 status=0
  shift
  HYPOTHESIS_STORAGE_DIRECTORY=$CS_HOME/hypothesis PYTHONPATH=$ROOT/scripts "$PY" -m pytest --junitxml="$junit" -o junit_family=xunit2 "$@" || status=$?
  return "$status"
}
pytest_plain() { run_pytest "$1" -p no:odoo "${@:2}"; }
pytest_odoo() {
  CS_LOG_ALLOWED=$ALLOWED CS_KNOWN_FAILURES=$KNOWN run_pytest "$1" -p pytest_cs --odoo-config="$CS_CONF" \
    --odoo-database="$TEST_DB" --odoo-log-level=warn --odoo-http --import-mode=prepend "${@:2}"
}
# counted PYTEST_FUNCTION ARGS: as a stage, with its figures
counted() {
  local run=$1 junit=$STAGE_COUNTS.xml status=0
  shift
  "$run" "$junit" "$@" || status=$?
  # shellcheck disable=SC2046
  [ ! -s "$junit" ] || counts $("$PY" "$ROOT/scripts/junit_counts.py" "$junit")
  return "$status"
}

stage_unit() { cd "$ROOT" && CS_DOCKER_COMPOSE=$COMPOSE counted pytest_plain tests/unit -q; }

# Test files that need the web server or the browser.
web_test_files() { (cd "$ROOT" && grep -lE 'HttpCase|start_tour|browser_js' addons/*/tests/test_*.py); }
# The addons less those files, in the notation of --test-tags.
test_tags() {
  our_addons | sed 's/\([^,]*\)/\/\1/g'
  web_test_files | sed 's/^addons/,-/' | tr -d '\n'
}

# Fresh installation by Odoo's own runner, with all tests but those.
stage_install() {
  local log=$STAGE_COUNTS.odoo found
  with_lock base duplicate_base "$TEST_DB"
  odoo server -d "$TEST_DB" -i "$(our_addons)" --stop-after-init --max-cron-threads=0 --http-port "$(free_port 21069)" \
    --test-tags "$(test_tags | tr -d '\n')" --logfile "$log" || true
  found=$("$PY" -c 'import sys; sys.path.insert(0, sys.argv[1]); from log_check import outcome; t, f = outcome(sys.argv[2]) or (0, 0); print(t - f, f, 0)' "$ROOT/scripts" "$log")
  grep -E ' (ERROR|CRITICAL|WARNING) |^(Traceback|  File|[A-Za-z.]*Error)|FAIL:|failed, ' "$log" | tail -n 200 || true
  # shellcheck disable=SC2086
  counts $found
  db_has_addons "$TEST_DB" || { echo "the addons are not installed"; return 1; }
  record_source "$TEST_DB"
  [ "${found%% *}" -gt 0 ] && [ "$(cut -d' ' -f2 <<<"$found")" = 0 ]
}

# The log of that installation, line by line, against the list of what upstream is known to say.
stage_install_log() { "$PY" "$ROOT/scripts/log_check.py" "$ALLOWED" "$(stage_log with-tests)"; }
stage_log() { echo "$STAGE_LOGS"/*"$1".log.counts.odoo; }

# Tours and HTTP; at least one browser session must really have run.
stage_browser() {
  local report=$STAGE_COUNTS.json
  cd "$ROOT"
  local files
  mapfile -t files < <(web_test_files)
  [ ${#files[@]} -gt 0 ] || { echo "no test file needs a browser: the tours are gone"; return 1; }
  CS_REPORT=$report counted pytest_odoo "${files[@]}" -q
  "$PY" -c 'import json, sys; sys.exit(not json.load(open(sys.argv[1]))["browser"] and "no browser test ran: set-up found or installed no Chromium, or the addons have no tour")' "$report"
}

# The suites of the helpdesk we extend, in a database that worked with it before our addons came: there nothing may
# change until an administrator gives a team a profile. (A fresh database starts with one, and its gates and numbers.)
stage_oca() {
  TEST_DB=${TEST_DB}_running
  running_db
  cd "$ROOT"
  counted pytest_odoo "$(oca_dir)/helpdesk_mgmt" "$(oca_dir)/helpdesk_type" -q
}
oca_dir() { echo "$VENV"/lib/python3.*/site-packages/odoo/addons; }
running_db() {
  with_lock base duplicate_base "$TEST_DB"
  odoo shell -d "$TEST_DB" --no-http <<'PYTHON'
env["helpdesk.ticket"].create({"name": "Before", "description": "Somebody worked here before."})
env.cr.commit()
PYTHON
  odoo_once -d "$TEST_DB" -i "$(our_addons)" --log-level=warn
}

# In that same database, beside addons that many helpdesks use too: their own suites pass, and so do our tests of both.
COMPANIONS="helpdesk_mgmt_sla helpdesk_mgmt_rating helpdesk_ticket_related"
BOTH=$ROOT/tests/coexistence
stage_coexistence() {
  TEST_DB=${TEST_DB}_running
  companions_load
  cd "$ROOT"
  # shellcheck disable=SC2046
  counted pytest_odoo $(printf "$(oca_dir)/%s " $COMPANIONS) "$BOTH" -q
}
# for "./dev test tests/coexistence": made anew when our files changed
companions_fresh() {
  source_fresh "$TEST_DB" && db_exists "$TEST_DB" && return
  running_db
  companions_load
  record_source "$TEST_DB"
}
companions_load() {
  db_has_addons "$TEST_DB" || running_db
  odoo_once -d "$TEST_DB" -i "${COMPANIONS// /,}" --log-level=warn
}

# Updating over itself must be silent.
stage_update() {
  local log=$STAGE_COUNTS.odoo
  odoo_once -d "$TEST_DB" -u "$(our_addons)" --logfile "$log" || { tail -n 60 "$log"; return 1; }
  "$PY" "$ROOT/scripts/log_check.py" "$ALLOWED" "$log"
}

# A company that goes back to the plain helpdesk: nothing of ours stays, its tickets do, and it works on.
stage_uninstall() {
  local log=$STAGE_COUNTS.odoo kept
  TEST_DB=${TEST_DB}_running
  db_has_addons "$TEST_DB" || running_db
  rm -f "$STAMPS/db-$TEST_DB"
  kept=$(sql "$TEST_DB" "select count(*) from helpdesk_ticket")
  odoo shell -d "$TEST_DB" --no-http --logfile "$log" --log-level=warn <<PYTHON
env["ir.module.module"].search([("name", "in", "$(our_addons)".split(","))]).button_immediate_uninstall()
env.cr.commit()
PYTHON
  odoo shell -d "$TEST_DB" --no-http --logfile "$log" --log-level=warn <<'PYTHON'
env["helpdesk.ticket"].create({"name": "After", "description": "Back to the plain helpdesk."})
env.cr.commit()
PYTHON
  [ "$(sql "$TEST_DB" "select count(*) from helpdesk_ticket where create_date is not null")" = $((kept + 1)) ] || { echo "tickets are lost, or none can be created"; return 1; }
  [ -z "$(sql "$TEST_DB" "select table_name from information_schema.columns where table_schema = 'public' and (column_name like 'cs\\_%' or table_name like 'cs\\_%') limit 1")" ] || { echo "a table or column of ours is left"; return 1; }
  "$PY" "$ROOT/scripts/log_check.py" "$ALLOWED" "$log"
}

# The committed .pot files against a new export.
stage_pot() {
  local addon pot status=0
  for addon in $(our_addons | tr ',' ' '); do
    pot=$STAGE_COUNTS.$addon.pot
    odoo i18n export -d "$TEST_DB" -l pot -o "$pot" -- "$addon"
    "$PY" "$ROOT/scripts/po_files.py" check "$ROOT/addons/$addon" "$pot" || status=1
  done
  return "$status"
}

# What ./dev run does, on a database and a port of its own; every log-in of the list must work.
stage_product() {
  install_run_db
  start_server
  LOGINS=$LOGINS "$PY" "$ROOT/scripts/check_logins.py" "http://127.0.0.1:$HTTP_PORT"
}

# What crosses addons (all of tests/ but unit and coexistence); scripted sessions find the product at CS_URL.
stage_across() {
  cd "$ROOT"
  CS_URL=http://127.0.0.1:$HTTP_PORT CS_DB=$RUN_DB counted pytest_plain "$@" -q
}
across_folders() {
  local folder
  for folder in "$ROOT"/tests/*/; do
    case $folder in */unit/ | */data/ | */coexistence/ | */__pycache__/) continue ;; esac
    [ -z "$(find "$folder" -name 'test_*.py')" ] || echo "$folder"
  done
}

# After all that use: stop it, and read what it logged.
stage_product_log() {
  ! server_running || stop_server
  "$PY" "$ROOT/scripts/log_check.py" "$ALLOWED" "$SERVER_LOG"
}

test_all() {
  local linter folders
  stages_begin
  # the product of this run: beside the one of ./dev run, never instead of it
  RUN_DB=${TEST_DB}_run
  HTTP_PORT=$(free_port 22069)
  PIDFILE=$CS_HOME/run/$RUN_DB.pid
  SERVER_LOG=$STAGE_LOGS/product.log
  stage "architecture and engines" stage_unit
  for linter in $LINTERS; do stage "${linter%%:*}" "${linter#*:}"; done
  stage "fresh install with tests" stage_install
  stage "log of the installation" stage_install_log
  stage "HTTP and browser" stage_browser
  stage "suites of helpdesk_mgmt, helpdesk_type" stage_oca
  stage "suites of its companions, side by side" stage_coexistence
  stage "uninstall, log" stage_uninstall
  stage "update, log" stage_update
  stage "translation templates fresh" stage_pot
  stage "product with sample data, log-ins" stage_product
  mapfile -t folders < <(across_folders)
  [ ${#folders[@]} -eq 0 ] || stage "across the addons (tests/)" stage_across "${folders[@]}"
  stage "log of the product" stage_product_log
  stages_end
}

# ./dev test ARGS: sorts them into paths without and with a database, and options for both.
test_some() {
  local arg path status=0
  UNIT=() ADDONS=() SIDE=() SCRIPTS=() OPTIONS=()
  for arg in "$@"; do
    path=$(realpath -m -- "${arg%%::*}")
    if [ "${arg#-}" = "$arg" ] && [ -e "$path" ]; then
      case $path in
        "$ROOT"/tests/unit | "$ROOT"/tests/unit/*) UNIT+=("$path${arg#"${arg%%::*}"}") ;;
        "$ROOT"/addons | "$ROOT"/addons/*) ADDONS+=("$path${arg#"${arg%%::*}"}") ;;
        "$BOTH" | "$BOTH"/*) SIDE+=("$path${arg#"${arg%%::*}"}") ;;
        "$ROOT"/tests | "$ROOT"/tests/*) SCRIPTS+=("$path${arg#"${arg%%::*}"}") ;;
        *) die "$arg is not under tests or addons: name a path there." ;;
      esac
    else
      OPTIONS+=("$arg")
    fi
  done
  [ $((${#UNIT[@]} + ${#ADDONS[@]} + ${#SIDE[@]} + ${#SCRIPTS[@]})) -gt 0 ] || { UNIT=("$ROOT/tests/unit") ADDONS=("$ROOT/addons"); }
  SOME=$(mktemp -d "$LOGS/some.XXXXXX")
  cd "$ROOT"
  if [ ${#UNIT[@]} -gt 0 ]; then
    setup_for_unit
    CS_DOCKER_COMPOSE=$COMPOSE pytest_plain "$SOME/unit.xml" "${UNIT[@]}" "${OPTIONS[@]}" || pytest_ok $? || status=1
  fi
  if [ ${#ADDONS[@]} -gt 0 ]; then
    setup_for_odoo
    pytest_odoo "$SOME/odoo.xml" "${ADDONS[@]}" "${OPTIONS[@]}" || pytest_ok $? || status=1
  fi
  if [ ${#SIDE[@]} -gt 0 ]; then
    setup_for_odoo
    (
      TEST_DB=${TEST_DB}_running
      step "Database $TEST_DB: companions of the helpdesk" companions_fresh
      pytest_odoo "$SOME/side.xml" "${SIDE[@]}" "${OPTIONS[@]}"
    ) || pytest_ok $? || status=1
  fi
  if [ ${#SCRIPTS[@]} -gt 0 ]; then
    setup_for_odoo
    pytest_plain "$SOME/scripts.xml" "${SCRIPTS[@]}" "${OPTIONS[@]}" || pytest_ok $? || status=1
  fi
  some_total "$status"
}
# 5 = nothing collected: with -k one of two groups may well be empty; the total below decides.
pytest_ok() { [ "$1" = 5 ]; }
some_total() {
  local file
  for file in "$SOME"/*.xml; do "$PY" "$ROOT/scripts/junit_counts.py" "$file"; done |
    awk -v status="$1" '{p += $1; f += $2; s += $3} END {if (status && !f) f = 1; printf "%d passed, %d failed", p, f; if (s) printf ", %d skipped", s; print ""; exit f > 0 || p == 0}'
}

setup_for_unit() {
  make_home
  check_room
  with_lock setup setup_unit
}
setup_unit() {
  setup_venv
  setup_venv_dev
  setup_compose
}

# The cached test database, made when missing and updated only when files of the addons changed since.
setup_for_odoo() {
  prepare_base
  with_lock setup setup_tools
  with_lock base ensure_base
  if ! db_has_addons "$TEST_DB"; then
    with_lock base step "Database $TEST_DB: copy of $BASE_DB" duplicate_base "$TEST_DB"
    step "Database $TEST_DB: install our addons" test_db_load -i
  elif ! source_fresh "$TEST_DB"; then
    step "Database $TEST_DB: update, because the addons changed" test_db_load -u
  fi
}
test_db_load() {
  odoo_once -d "$TEST_DB" "$1" "$(our_addons)" --log-level=warn
  record_source "$TEST_DB"
}

# Whatever way the run ended: no server of it stays behind.
test_cleanup() {
  PIDFILE=$CS_HOME/run/${TEST_DB}_run.pid
  ! server_running || stop_server
  pg_stop_own_start
}

cmd_test() {
  trap test_cleanup EXIT
  if [ $# -gt 0 ]; then
    test_some "$@"
    return
  fi
  prepare_base
  with_lock setup setup_tools
  with_lock base ensure_base
  # not in a condition: bash would switch "set -e" off in all of it
  with_lock "test-$TEST_DB" test_all
}
