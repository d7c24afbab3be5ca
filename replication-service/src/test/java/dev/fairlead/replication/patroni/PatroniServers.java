package dev.fairlead.replication.patroni;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Real Patronis with their servers, of several clusters in one etcd. Each runs in a process namespace of its own, so that its
 * end is the end of all of it, and as root in a user namespace, because PostgreSQL refuses root.
 */
final class PatroniServers implements AutoCloseable {

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path folder;
    private final Path programs =
            RealServers.PG_REWIND.require().resolveSibling(".").normalize();
    private final Path packages =
            RealServers.PATRONI.require().resolveSibling("..").normalize();
    private final int etcdPort = FreePorts.next();
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();

    /** One of them. */
    record Node(String cluster, String name, int rest, int port) {

        EndpointAddress patroni() {
            return new EndpointAddress("127.0.0.1", rest);
        }

        EndpointAddress address() {
            return new EndpointAddress("127.0.0.1", port);
        }

        Connection connect() throws SQLException {
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%d/postgres?connectTimeout=2&socketTimeout=5".formatted(port),
                    "postgres",
                    "");
        }
    }

    PatroniServers(Path folder) throws IOException {
        this.folder = folder;
        String clients = "http://127.0.0.1:" + etcdPort;
        String peers = "http://127.0.0.1:" + FreePorts.next();
        start(
                "etcd",
                List.of(
                        RealServers.ETCD.require().toString(),
                        "--name=one",
                        "--data-dir=" + folder.resolve("etcd-data"),
                        "--listen-client-urls=" + clients,
                        "--advertise-client-urls=" + clients,
                        "--listen-peer-urls=" + peers,
                        "--initial-advertise-peer-urls=" + peers,
                        "--initial-cluster=one=" + peers));
    }

    /** A server of a cluster that takes writes. */
    Node node(String cluster, String name) throws IOException {
        return node(cluster, name, "");
    }

    /** A server of a cluster that follows this one. */
    Node standby(String cluster, String name, Node primary) throws IOException {
        return node(
                cluster,
                name,
                "    standby_cluster: {host: 127.0.0.1, port: %d, create_replica_methods: [basebackup]}%n"
                        .formatted(primary.port()));
    }

    private Node node(String cluster, String name, String standby) throws IOException {
        Node node = new Node(cluster, name, FreePorts.next(), FreePorts.next());
        Path file = folder.resolve(name + ".yaml");
        Files.writeString(file, configuration(node, standby));
        List<String> line = new ArrayList<>();
        if (ROOT) {
            line.addAll(List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc", "unshare", "--user"));
        }
        line.addAll(List.of("env", "LC_ALL=C", "PYTHONPATH=" + packages, "python3", "-m", "patroni", file.toString()));
        start(name, line);
        return node;
    }

    private String configuration(Node node, String standby) {
        return """
                scope: %1$s
                name: %2$s
                restapi: {listen: '127.0.0.1:%3$d', connect_address: '127.0.0.1:%3$d'}
                etcd3: {host: '127.0.0.1:%4$d'}
                bootstrap:
                  dcs:
                    ttl: 20
                    loop_wait: 1
                    retry_timeout: 3
                    postgresql: {use_pg_rewind: true, use_slots: true}
                %8$s  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]
                postgresql:
                  listen: '127.0.0.1:%5$d'
                  connect_address: '127.0.0.1:%5$d'
                  data_dir: '%6$s/%2$s'
                  bin_dir: '%7$s'
                  pgpass: '%6$s/pgpass-%2$s'
                  basebackup: [{checkpoint: fast}]
                  authentication:
                    superuser: {username: postgres}
                    replication: {username: postgres}
                    rewind: {username: postgres}
                  pg_hba:
                  - host all         all      127.0.0.1/32 trust
                  - host replication postgres 127.0.0.1/32 trust
                  parameters:
                    shared_buffers: 16MB
                    fsync: 'off'
                    dynamic_shared_memory_type: mmap
                    unix_socket_directories: ''
                    wal_log_hints: 'on'
                    wal_retrieve_retry_interval: 500ms
                """.formatted(
                        node.cluster(), node.name(), node.rest(), etcdPort, node.port(), folder, programs, standby);
    }

    private void start(String name, List<String> line) throws IOException {
        processes.add(new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start());
    }

    /** Sends something to a node's REST interface; the status that it answers. */
    int send(Node node, String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://%s%s".formatted(node.patroni(), path)))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        for (Process process : processes.reversed()) {
            process.destroyForcibly();
            process.onExit().join();
        }
        client.close();
    }
}
