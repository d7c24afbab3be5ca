package dev.fairlead.lab.regions;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.demo.ControlDatabase;
import dev.fairlead.quickstart.demo.Processes;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A member's configuration, with the settings that the operating guide names for three regions. */
final class PatroniFile {

    /** Where a member says what it is. */
    static final int REST = 8008;

    /** The data directory, beside the file. */
    static final String DATA = "data";

    private PatroniFile() {}

    static String of(Processes processes, Etcd etcd, List<RegionName> regions, RegionName own, Path programs) {
        String address = processes.ground().address(PatroniDatabase.name(own));
        String directory = processes
                .options()
                .directory()
                .resolve("postgres")
                .resolve(PatroniDatabase.name(own))
                .toString();
        String electors =
                regions.stream().map(region -> "'" + etcd.clients(region) + "'").collect(Collectors.joining(", "));
        return """
                scope: fairlead
                name: %1$s
                restapi: {listen: '%2$s:8008', connect_address: '%2$s:8008'}
                etcd3: {hosts: [%3$s]}
                bootstrap:
                  dcs:
                    ttl: 20
                    loop_wait: 2
                    retry_timeout: 5
                    maximum_lag_on_failover: 1048576
                    synchronous_mode: quorum
                    synchronous_mode_strict: true
                    synchronous_node_count: 1
                    postgresql: {use_pg_rewind: true, use_slots: true, remove_data_directory_on_rewind_failure: true}
                  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]
                postgresql:
                  listen: '%2$s:5432'
                  connect_address: '%2$s:5432'
                  data_dir: '%4$s/data'
                  bin_dir: '%5$s'
                  pgpass: '%4$s/pgpass'
                  basebackup: [{checkpoint: fast}]
                  authentication:
                    superuser: {username: postgres}
                    replication: {username: postgres}
                    rewind: {username: postgres}
                  pg_hba:
                  - host all         postgres 0.0.0.0/0 trust
                  - host replication postgres 0.0.0.0/0 trust
                  - host all         all      0.0.0.0/0 scram-sha-256
                  parameters:
                    max_connections: %6$d
                    shared_buffers: 32MB
                    max_wal_size: 256MB
                    dynamic_shared_memory_type: mmap
                    unix_socket_directories: ''
                    wal_log_hints: 'on'
                    wal_sender_timeout: 5s
                    wal_receiver_timeout: 5s
                    tcp_user_timeout: 5s
                    tcp_keepalives_idle: 3
                    tcp_keepalives_interval: 1
                    tcp_keepalives_count: 3
                    timezone: UTC
                    log_timezone: UTC
                """.formatted(
                own, address, electors, directory, programs, ControlDatabase.CONNECTIONS_OF_A_REGION * regions.size());
    }
}
