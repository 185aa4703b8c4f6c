# Odoo 19: where its source comes from, its configuration file, and how it is called.
# shellcheck shell=bash

ODOO_UNPACKED=$CS_HOME/odoo
CS_CONF=$CS_HOME/odoo.conf
ODOO_MAIN=$CS_HOME/bin/odoo-main.py
export CS_CONF

# The folder that holds the package "odoo": the user's own tree, or the unpacked Debian package.
odoo_dir() {
  echo "${ODOO_PATH:-$ODOO_UNPACKED/usr/lib/python3/dist-packages}"
}

# Debian's package, unpacked without its 800 MB of translations other than Chinese: 324 MB, no root, no system change.
unpack_odoo() {
  local deb stub
  apt_private odoo-19/sid libjs-jquery/sid libjs-jquery-form/sid libjs-underscore/sid fonts-roboto-unhinted/sid \
    fonts-montserrat/sid fonts-inconsolata/sid fonts-glyphicons-halflings/sid fonts-font-awesome/trixie
  check_debs_lock
  rm -rf "$ODOO_UNPACKED"
  mkdir -p "$ODOO_UNPACKED"
  for deb in "$DEBS"/{odoo-19,libjs-*,fonts-*}_*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$ODOO_UNPACKED" --no-same-owner --exclude='*/i18n/[!z]*.po' \
      --exclude='*/i18n/z[!h]*.po' --exclude='*/i18n/zh_[!C]*.po' --exclude='*/l10n_*' --exclude='./etc' \
      --exclude='./usr/lib/python3/dist-packages/addons' --exclude='./usr/share/doc' --exclude='*.egg-info' ||
      die "Odoo could not be unpacked: free 2 GB in $CS_HOME or set CS_HOME to a folder on a larger disk."
  done
  # Debian strips this library but the backend's bundle names it: without the file every backend tour fails
  stub=$(odoo_dir)/odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js
  if [ ! -e "$stub" ]; then
    mkdir -p "${stub%/*}"
    echo '/* Debian leaves this library out; the bundle needs the file to exist. */' >"$stub"
  fi
  rm -f "$DEBS"/*.deb # 130 MB that nobody reads again
}

setup_odoo() {
  local key
  if [ -n "${ODOO_PATH:-}" ]; then
    [ -f "$ODOO_PATH/odoo/release.py" ] || die "ODOO_PATH=$ODOO_PATH holds no odoo/release.py: point it to the folder that holds Odoo's package 'odoo'."
    grep -q "version_info = (19, 0" "$ODOO_PATH/odoo/release.py" || die "ODOO_PATH=$ODOO_PATH is not Odoo 19.0: check out its branch 19.0."
    return
  fi
  key=$(fingerprint "$ROOT/debs.lock")
  fresh odoo "$key" && [ -f "$(odoo_dir)/odoo/release.py" ] && return
  step "Odoo 19: download (130 MB) and unpack" unpack_odoo
  done_for odoo "$key"
}

# A .pth file makes "import odoo" work in every tool that the venv's Python starts. The launcher is what the
# Debian package calls /usr/bin/odoo: with workers Odoo starts itself a second time through the file it was started by.
link_odoo() {
  local site
  site=$("$PY" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
  [ "$(cat "$site/odoo19.pth" 2>/dev/null)" = "$(odoo_dir)" ] || odoo_dir >"$site/odoo19.pth"
  [ -f "$ODOO_MAIN" ] || printf 'from odoo.cli.command import main\n\nmain()\n' >"$ODOO_MAIN"
}

addons_path() {
  local path=$ROOT/addons
  # a git checkout keeps its addons outside the package
  [ ! -d "${ODOO_PATH:-}/addons" ] || path=$path,$ODOO_PATH/addons
  echo "$path"
}

# Written at every start: ports and paths may have changed. db_replica_* stops test mode from trying the unix
# socket; http_interface and list_db are what Odoo warns about or should not show.
write_conf() {
  cat >"$CS_CONF.new" <<CONF
[options]
addons_path = $(addons_path)
data_dir = $CS_HOME/data
db_host = $PGHOST
db_port = $PGPORT
db_user = $PGUSER
db_password = ${PGPASSWORD:-False}
db_replica_host = $PGHOST
db_replica_port = $PGPORT
http_interface = ${CS_INTERFACE:-127.0.0.1}
http_port = $HTTP_PORT
list_db = False
workers = 0
max_cron_threads = 1
CONF
  chmod 600 "$CS_CONF.new"
  mv "$CS_CONF.new" "$CS_CONF"
}

# The addons of this repository, as "a,b".
our_addons() {
  local manifest list=
  for manifest in "$ROOT"/addons/*/__manifest__.py; do
    [ -f "$manifest" ] || continue
    manifest=${manifest%/__manifest__.py}
    list=$list,${manifest##*/}
  done
  echo "${list#,}"
}

# odoo [SUBCOMMAND] ARGS: the configuration goes behind the subcommand, where Odoo wants it.
odoo() {
  case ${1:-} in
    i18n | module) "$PY" "$ODOO_MAIN" "$1" "${2:---help}" -c "$CS_CONF" "${@:3}" ;; # their own subcommand comes first
    server) "$PY" "$ODOO_MAIN" -c "$CS_CONF" "${@:2}" ;; # unnamed: its second start would find the name twice
    "" | -*) "$PY" "$ODOO_MAIN" -c "$CS_CONF" "$@" ;;
    *) "$PY" "$ODOO_MAIN" "$1" -c "$CS_CONF" "${@:2}" ;;
  esac
}

# Install or update without a web server and without cron jobs, so that no port is needed.
odoo_once() { odoo server --no-http --max-cron-threads=0 --stop-after-init "$@"; }
