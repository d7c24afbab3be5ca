-- The role by which Fairlead watches a database and moves its primary. As a superuser, on the primary: standbys get it from there.
-- Then give it a password (\password) and let it in, to the database and for replication, in each server's pg_hba.conf.
create role "fairlead" login replication;
grant pg_monitor to "fairlead";
grant alter system on parameter primary_conninfo to "fairlead";
grant execute on function pg_catalog.pg_reload_conf() to "fairlead";
grant execute on function pg_catalog.pg_promote(boolean, integer) to "fairlead";
grant alter system on parameter default_transaction_read_only to "fairlead";
grant pg_signal_backend to "fairlead";
grant pg_checkpoint to "fairlead";
grant execute on function pg_catalog.pg_ls_dir(text, boolean, boolean), pg_catalog.pg_stat_file(text, boolean), pg_catalog.pg_read_binary_file(text), pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) to "fairlead";
grant execute on function pg_catalog.pg_backup_start(text, boolean), pg_catalog.pg_backup_stop(boolean) to "fairlead";
