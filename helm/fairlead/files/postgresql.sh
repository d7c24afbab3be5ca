#!/bin/sh
# Starts PostgreSQL with the database, the roles and the schemas of the services; passwords are what the Secret says now.
# Only what every image with PostgreSQL has is used, so no client: the server takes these statements line by line itself.
set -eu
home=/var/lib/postgresql/data
export PGDATA=$home/fairlead

alone() { postgres --single -D "$1" -c exit_on_error=true -c log_checkpoints=off "$2" >/dev/null; }

if [ ! -d "$PGDATA" ]; then
  rm -rf "$home/new"
  initdb --pgdata "$home/new" --username postgres --auth-local trust --auth-host scram-sha-256 --encoding UTF8 --locale C >/dev/null
  echo 'host all all all scram-sha-256' >>"$home/new/pg_hba.conf"
  echo 'create database fairlead' | alone "$home/new" postgres
  mv "$home/new" "$PGDATA"
fi

for role in gateway traffic health replication deploy; do
  password=$(sed "s/'/''/g" "/etc/fairlead/passwords/$role")
  echo "do \$\$ begin if not exists (select from pg_roles where rolname = '$role') then create role $role login; end if; end \$\$"
  echo "alter role $role password '$password'"
  [ "$role" = gateway ] || echo "create schema if not exists $role authorization $role"
  echo "alter role $role in database fairlead set search_path = $role"
done | alone "$PGDATA" fairlead

exec postgres -c listen_addresses='*' -c unix_socket_directories=/tmp
