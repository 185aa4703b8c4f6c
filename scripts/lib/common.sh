# Paths, messages, timed steps and small checks that every other file uses.
# shellcheck shell=bash

# The cache: everything set-up makes lives here, so that deleting it starts anew.
CS_HOME=${CS_HOME:-$ROOT/.dev}
case $CS_HOME in /*) ;; *) CS_HOME=$PWD/$CS_HOME ;; esac
LOGS=$CS_HOME/logs
STAMPS=$CS_HOME/stamps
HTTP_PORT=${CS_PORT:-8069}

# Messages go to descriptor 3, so that they reach the terminal even from a step whose output goes to a file.
exec 3>&2

say() { printf '%s\n' "$*" >&3; }
warn() { printf 'warning: %s\n' "$*" >&3; }

# One sentence with the remedy, then out; the marker keeps an outer step from adding a second message.
die() {
  printf 'dev: %s\n' "$*" >&3
  [ -z "${STEP_FAILED:-}" ] || : >"$STEP_FAILED"
  exit 1
}

# Milliseconds since some moment; bash's own clock, so that no process is started for it.
now_ms() { local t=${EPOCHREALTIME/[.,]/}; echo $((t / 1000)); }
seconds_since() { local d=$(($(now_ms) - $1)); printf '%d.%d' $((d / 1000)) $((d % 1000 / 100)); }

# step NAME FUNCTION [ARGS]: says what it does and how long it took; the details go to a log of that name.
step() {
  local name=$1 log start status=0
  shift
  log=$LOGS/${1//_/-}.log
  mkdir -p "$LOGS"
  start=$(now_ms)
  printf '%-62s ' "$name" >&3
  export STEP_FAILED=$LOGS/.failed
  rm -f "$STEP_FAILED"
  # a subshell, and not "if (...)": bash switches "set -e" off inside a condition
  set +e
  (
    set -e
    exec 3> >(sed '1s/^/\n/' >&3) # a message starts on a line of its own, not behind the dots
    "$@"
  ) </dev/null >"$log" 2>&1
  status=$?
  set -e
  if [ "$status" = 0 ]; then
    printf '%6s s\n' "$(seconds_since "$start")" >&3
    return 0
  fi
  sleep 0.1 # the message of die goes through a pipe: let it arrive
  [ -e "$STEP_FAILED" ] || { echo FAILED >&3; tail -n 15 "$log" >&3; say "dev: \"$name\" failed: the log above is the end of $log; put right what it names and run the command again."; }
  exit 1
}

# fresh STAMP KEY: is the step recorded as done for exactly these inputs?
fresh() { [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]; }
done_for() { mkdir -p "$STAMPS"; printf '%s' "$2" >"$STAMPS/$1"; }
# Fingerprint of files and folders: contents and names, without bytecode and without what is not ours.
fingerprint() {
  find "$@" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-20
}

have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }

# A tool that is part of every Debian, said with its package when it is not there.
need() { have "$1" || die "The command '$1' is missing: install it (apt-get install $2) and run this again."; }

port_taken() { (exec 9<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The first free port from $1 on.
free_port() {
  local port=$1
  while port_taken "$port"; do port=$((port + 1)); done
  echo "$port"
}

# Room for the cache: about 1 GB, with databases and downloads in flight 2.5 GB.
check_disk() {
  local need_mb=${1:-2500} free_mb
  free_mb=$(df -Pm "$CS_HOME" | awk 'NR==2 {print $4}')
  [ "$free_mb" -ge "$need_mb" ] ||
    die "Only $free_mb MB are free in $CS_HOME and $need_mb are needed: free some, or set CS_HOME to a folder on a larger disk."
}

make_home() {
  mkdir -p "$CS_HOME" 2>/dev/null && [ -w "$CS_HOME" ] ||
    die "The folder $CS_HOME cannot be written: set CS_HOME to a folder of your own."
  mkdir -p "$LOGS" "$STAMPS" "$CS_HOME/run" "$CS_HOME/bin" "$CS_HOME/data"
}

# Two set-ups at once in one cache would trip over each other: the second one waits.
with_lock() {
  local name=$1
  shift
  exec 8>"$CS_HOME/run/$name.lock"
  if ! flock -n 8; then
    say "another ./dev is busy with '$name' in $CS_HOME: waiting for it"
    flock 8
  fi
  "$@"
  exec 8>&-
}
