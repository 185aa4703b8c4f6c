# Stages of a test run: each is timed and counted, a failed one does not stop the next, a table ends the run.
# shellcheck shell=bash

stages_begin() {
  STAGES_START=$(now_ms)
  # the logs of the last few runs are kept
  find "$LOGS" -maxdepth 1 -type d \( -name 'test.*' -o -name 'some.*' \) -mmin +600 -exec rm -rf {} +
  STAGE_LOGS=$(mktemp -d "$LOGS/test.XXXXXX")
  STAGE_TABLE=$STAGE_LOGS/stages
}

# counts PASSED FAILED SKIPPED: what a stage with tests in it reports; others count as one check.
counts() { echo "$*" >>"$STAGE_COUNTS"; }

# stage NAME FUNCTION [ARGS]: the output is kept, and shown when the stage fails.
stage() {
  local name=$1 log start status passed failed skipped
  shift
  log=$STAGE_LOGS/$(printf '%s' "$name" | tr -c 'a-zA-Z0-9' '-').log
  STAGE_COUNTS=$log.counts
  printf '%-46s ' "$name" >&3
  start=$(now_ms)
  set +e
  (
    set -e
    exec 3>&1 8>&- # a browser left behind must not hold the lock of this run
    "$@"
  ) </dev/null >"$log" 2>&1
  status=$?
  set -e
  read -r passed failed skipped < <(awk '{p += $1; f += $2; s += $3} END {print p + 0, f + 0, s + 0}' "$STAGE_COUNTS" 2>/dev/null || echo 0 0 0)
  if [ "$status" != 0 ] && [ "$failed" = 0 ]; then
    failed=1
  elif [ "$status" = 0 ] && [ ! -s "$STAGE_COUNTS" ]; then
    passed=1
  fi
  printf '%s|%s|%s|%s|%s\n' "$name" "$passed" "$failed" "$skipped" "$(seconds_since "$start")" >>"$STAGE_TABLE"
  printf '%s %s s\n' "$([ "$failed" = 0 ] && echo ok || echo FAILED)" "$(seconds_since "$start")" >&3
  [ "$failed" = 0 ] || { sed 's/^/    /' "$log" | tail -n "${CS_TAIL:-80}" >&3; say "    (all of it: $log)"; }
}

# The table, then the one closing line that a CI reads; false when anything failed.
stages_end() {
  printf '\n%-46s %-7s %7s %7s %8s %8s\n' stage result passed failed skipped seconds
  awk -F'|' '{printf "%-46s %-7s %7d %7d %8d %8s\n", $1, ($3 ? "FAILED" : "ok"), $2, $3, $4, $5}' "$STAGE_TABLE"
  printf '%-70s %8s\n\n' "all stages" "$(seconds_since "$STAGES_START")"
  awk -F'|' '{p += $2; f += $3; s += $4} END {printf "%d passed, %d failed", p, f; if (s) printf ", %d skipped", s; print ""; exit f > 0 || p == 0}' "$STAGE_TABLE"
}
