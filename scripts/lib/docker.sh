# The tool that validates docker-compose.yml; no Docker engine is needed for that.
# shellcheck shell=bash

COMPOSE=$CS_HOME/compose/usr/libexec/docker/cli-plugins/docker-compose

unpack_compose() {
  apt_private docker-compose/trixie
  dpkg-deb -x "$DEBS"/docker-compose_*.deb "$CS_HOME/compose"
  rm -f "$DEBS"/docker-compose_*.deb
}

setup_compose() {
  [ -x "$COMPOSE" ] && return
  step "docker-compose, to validate our file" unpack_compose
}
