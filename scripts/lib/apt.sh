# Debian packages: a private apt (no root, no change to the system) and, as root only, the system's.
# shellcheck shell=bash

APT=$CS_HOME/apt
DEBS=$CS_HOME/debs

# The mirror this machine uses already; so no host is written down here. DEBIAN_MIRROR overrides it.
debian_mirror() {
  [ -z "${DEBIAN_MIRROR:-}" ] || { echo "$DEBIAN_MIRROR"; return; }
  # shellcheck disable=SC2016  # apt's own placeholders
  apt-get indextargets --format '$(REPO_URI) $(COMPONENT)' 'Created-By: Packages' |
    awk '$2=="main" && $1 ~ /\/debian\/?$/ {print $1; exit}'
}

# No check of the date: a mirror that lags behind is still signed, and debs.lock has the sums we tested.
apt_options() {
  APT_OPT=(-q -o Dir::Etc="$APT/etc" -o Dir::State="$APT" -o Dir::State::Lists="$APT/lists"
    -o Dir::State::status="$APT/status" -o Dir::Cache="$APT/cache" -o Acquire::Languages=none
    -o APT::Sandbox::User=root -o APT::Update::Post-Invoke-Success::=true -o Acquire::Retries=2
    -o Acquire::Check-Valid-Until=false)
}

# Lists of sid (Odoo 19) and trixie (Font Awesome 4.7, docker-compose), once a day at most.
apt_private_update() {
  local uri suite key=/usr/share/keyrings/debian-archive-keyring.gpg
  need apt-get apt
  need dpkg-deb dpkg
  apt_options
  [ -z "$(find "$APT/updated" -mmin -1440 2>/dev/null)" ] || return 0
  uri=$(debian_mirror)
  [ -n "$uri" ] || die "No Debian mirror is in this machine's apt sources: set DEBIAN_MIRROR to one, or ODOO_PATH to an Odoo 19 source tree."
  [ -f "$key" ] || die "The key ring $key is missing: install debian-archive-keyring, or set ODOO_PATH to an Odoo 19 source tree."
  mkdir -p "$APT"/{lists,cache/archives}/partial "$APT"/etc/{apt.conf.d,sources.list.d,preferences.d,trusted.gpg.d} "$DEBS"
  : >"$APT/status"
  for suite in sid trixie; do echo "deb [signed-by=$key] $uri $suite main"; done >"$APT/etc/sources.list"
  apt-get "${APT_OPT[@]}" -o APT::Update::Error-Mode=any update ||
    die "The Debian mirror gave no answer: check the network, set DEBIAN_MIRROR to another, or ODOO_PATH to an Odoo 19 source tree (details: $LOGS)."
  touch "$APT/updated"
}

# apt_private PACKAGE[/SUITE]...: download into $DEBS; apt checks signature and sum.
apt_private() {
  apt_private_update
  (cd "$DEBS" && apt-get "${APT_OPT[@]}" download "$@") ||
    die "Debian packages could not be downloaded ($*): check the network and the free disk space, or set DEBIAN_MIRROR to another mirror."
}

# A newer build than the tested one is said; only CS_STRICT=1 makes it an error, since sid keeps no old builds.
check_debs_lock() {
  local deb name version sum wanted
  for deb in "$DEBS"/*.deb; do
    name=$(dpkg-deb -f "$deb" Package)
    version=$(dpkg-deb -f "$deb" Version)
    sum=$(sha256sum "$deb" | cut -d' ' -f1)
    wanted=$(grep "^$name=" "$ROOT/debs.lock") || continue
    [ "$wanted" = "$name=$version $sum" ] && continue
    [ -z "${CS_STRICT:-}" ] || die "$name $version is not the build in debs.lock (${wanted% *}): unset CS_STRICT to use it all the same."
    warn "$name $version is not the tested build (${wanted% *})"
  done
}

# The system's own apt: root only, asks nothing.
apt_system() {
  local fail="apt-get could not install $*: check the network and the apt sources, or install it by hand."
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q install -y --no-install-recommends "$@" || { apt-get -q update && apt-get -q install -y --no-install-recommends "$@"; } || die "$fail"
}
