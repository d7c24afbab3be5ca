package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.Checkout;
import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.benchmarks.planes.Patience;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.client.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The same three servers as one cluster of Patroni with the times that it comes with, and an etcd. A member runs in a process
 * namespace of its own, so that its end is the end of all of it, and in a user namespace, because PostgreSQL refuses root.
 */
final class PatroniMembers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int COUNT = 3;

    private final Path folder;
    private final Path programs;
    private final Replication replication;
    private final Process etcd;
    private final int etcdPort = FreePorts.next();
    private final List<Integer> rests = freePorts();
    private final List<Integer> ports = freePorts();
    private final List<Process> members = new ArrayList<>();

    private PatroniMembers(Path folder, Path programs, Replication replication) throws IOException {
        this.folder = folder;
        this.programs = programs;
        this.replication = replication;
        this.etcd = start("etcd", etcdLine());
    }

    private static List<Integer> freePorts() {
        return IntStream.range(0, COUNT).mapToObj(i -> FreePorts.next()).toList();
    }

    /** What this machine lacks for it; empty: nothing. */
    static Optional<String> lacking() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("it needs root");
        }
        return etcdProgram().isPresent() && Files.isDirectory(packages())
                ? Optional.empty()
                : Optional.of("etcd or Patroni is not installed: run system-tests/setup");
    }

    private static Optional<Path> etcdProgram() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path packages() {
        return Checkout.home().resolve(".fairlead").resolve("tools").resolve("patroni");
    }

    /** Returns when it is whole. */
    static PatroniMembers start(Opened opened, Path folder, Path programs, Replication replication)
            throws IOException, SQLException {
        PatroniMembers cluster = opened.keep(new PatroniMembers(folder, programs, replication));
        cluster.members.add(cluster.member(0));
        Patience.await("Patroni's leader", PATIENCE, LOOK, () -> cluster.leads(0));
        try (Connection connection = connect(cluster.ports.getFirst());
                Statement statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = local"); // there is nobody else yet
            for (String sql : Writers.PREPARE) {
                statement.execute(sql);
            }
        }
        for (int i = 1; i < COUNT; i++) {
            cluster.members.add(cluster.member(i));
        }
        cluster.awaitWhole();
        return cluster;
    }

    private List<String> etcdLine() {
        String clients = "http://127.0.0.1:" + etcdPort;
        String peers = "http://127.0.0.1:" + FreePorts.next();
        return List.of(
                etcdProgram().orElseThrow().toString(),
                "--name=bench",
                "--data-dir=" + folder.resolve("etcd-data"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=bench=" + peers,
                "--logger=zap");
    }

    private Process member(int number) throws IOException {
        Path file = folder.resolve("member-%d.yaml".formatted(number));
        Files.writeString(file, configuration(number));
        return start(
                "member-" + number,
                List.of(
                        "unshare",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "unshare",
                        "--user",
                        "env",
                        "LC_ALL=C",
                        "PYTHONPATH=" + packages(),
                        "python3",
                        "-m",
                        "patroni",
                        file.toString()));
    }

    /** No time is said: all are those that Patroni comes with. */
    private String configuration(int number) {
        return """
                scope: bench
                name: member-%1$d
                restapi: {listen: '127.0.0.1:%2$d', connect_address: '127.0.0.1:%2$d'}
                etcd3: {host: '127.0.0.1:%3$d'}
                bootstrap:
                  dcs:
                    synchronous_mode: %4$s
                    postgresql: {use_pg_rewind: true, use_slots: true}
                  initdb: [{encoding: UTF8}, {locale: C}, data-checksums]
                postgresql:
                  listen: '127.0.0.1:%5$d'
                  connect_address: '127.0.0.1:%5$d'
                  data_dir: '%6$s/member-%1$d'
                  bin_dir: '%7$s'
                  pgpass: '%6$s/pgpass-%1$d'
                  basebackup: [{checkpoint: fast}]
                  authentication:
                    superuser: {username: postgres}
                    replication: {username: postgres}
                    rewind: {username: postgres}
                  pg_hba:
                  - host all         all      127.0.0.1/32 trust
                  - host replication postgres 127.0.0.1/32 trust
                  parameters:
                    shared_buffers: 32MB
                    max_wal_size: 128MB
                    dynamic_shared_memory_type: mmap
                    unix_socket_directories: ''
                    wal_log_hints: 'on'
                    wal_sender_timeout: 10s
                    wal_receiver_timeout: 10s
                """.formatted(
                        number,
                        rests.get(number),
                        etcdPort,
                        replication == Replication.SYNCHRONOUS ? "quorum" : "off",
                        ports.get(number),
                        folder,
                        programs);
    }

    private Process start(String name, List<String> line) throws IOException {
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()))
                .start();
    }

    private static Connection connect(int port) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?connectTimeout=2&socketTimeout=5".formatted(port),
                "postgres",
                "");
    }

    List<Integer> ports() {
        return ports;
    }

    /** The number of the member that leads. */
    int leader() {
        return IntStream.range(0, COUNT).filter(this::leads).findFirst().orElseThrow();
    }

    private boolean leads(int number) {
        try {
            return Http.send(Http.request(URI.create("http://127.0.0.1:%d/primary".formatted(rests.get(number))))
                                    .timeout(Duration.ofSeconds(1))
                                    .build())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns when there is a leader that the two others follow as they are to. */
    void awaitWhole() {
        Patience.await(
                "Patroni's standbys",
                PATIENCE,
                LOOK,
                () -> IntStream.range(0, COUNT)
                                .filter(this::leads)
                                .map(this::followers)
                                .sum()
                        == COUNT - 1);
    }

    private int followers(int number) {
        String kind = replication == Replication.SYNCHRONOUS ? "quorum" : "async";
        try (Connection connection = connect(ports.get(number));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = '%s'"
                                .formatted(kind))) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            return 0;
        }
    }

    /** Ends a member with its server at once. */
    void kill(int number) {
        Process member = members.get(number);
        member.destroyForcibly();
        member.onExit().join();
    }

    /** It comes back. */
    void restart(int number) {
        try {
            members.set(number, member(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < members.size(); i++) {
            kill(i);
        }
        etcd.destroyForcibly();
        etcd.onExit().join();
    }
}
