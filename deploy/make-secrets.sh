#!/bin/sh
# Makes the secrets of the profile `scale` in ./secrets, once: what is there stays. The files can be read by any user of a container, since
# each has another; on this machine the folder keeps everybody else out.
set -eu
cd "$(dirname "$0")/.."

umask 077
mkdir -p secrets

# Letters and digits: they stand in addresses.
secret() {
  LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 32
}

# Whole or not at all, and never over another.
keep() {
  [ ! -e "secrets/$1" ] || return 0
  printf '%s\n' "$2" >"secrets/.$1"
  chmod 444 "secrets/.$1"
  mv "secrets/.$1" "secrets/$1"
}

keep postgres_password "$(secret)"
keep redis_password "$(secret)"
keep storage_url "postgres://countersign:$(cat secrets/postgres_password)@postgres:5432/countersign"
keep fabric_url "redis://:$(cat secrets/redis_password)@redis:6379/0"
