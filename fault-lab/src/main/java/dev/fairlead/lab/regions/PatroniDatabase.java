package dev.fairlead.lab.regions;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.demo.ControlDatabase;
import dev.fairlead.quickstart.demo.DemoException;
import dev.fairlead.quickstart.demo.Parallel;
import dev.fairlead.quickstart.demo.PrivateFiles;
import dev.fairlead.quickstart.demo.Processes;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * PostgreSQL under Patroni, a member in each region; a commit waits for one of the two others. A member runs in a process
 * namespace of its own, so that its end is the end of all of it, and in a user namespace, because PostgreSQL refuses root.
 */
public final class PatroniDatabase implements ControlDatabase {

    static final String PROCESS = "database";

    private static final int PORT = 5432;
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Processes processes;
    private final List<RegionName> regions;
    private final Tools tools;
    private final Etcd etcd;
    private final Map<RegionName, Supervised> members = new LinkedHashMap<>();

    PatroniDatabase(Processes processes, List<RegionName> regions, Tools tools) {
        this.processes = processes;
        this.regions = List.copyOf(regions);
        this.tools = tools;
        this.etcd = new Etcd(processes, regions, tools.etcd());
    }

    public static String name(RegionName region) {
        return region + "-" + PROCESS;
    }

    @Override
    public void start(Map<String, String> roles) {
        etcd.start();
        RegionName first = regions.getFirst();
        create(first);
        await("no leader", () -> leader().isPresent());
        fill(first, roles);
        regions.stream().skip(1).forEach(this::create);
        await("the standbys do not follow", this::whole);
    }

    private void create(RegionName region) {
        Path directory = directory(region);
        Path file = directory.resolve("patroni.yaml");
        PrivateFiles.write(file, PatroniFile.of(processes, etcd, regions, region, tools.postgresql()));
        Supervised member = processes.process(name(region), line(file), directory);
        synchronized (members) {
            members.put(region, member);
        }
        member.start();
    }

    private List<String> line(Path file) {
        return List.of(
                "unshare",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "unshare",
                "--user",
                "env",
                "LC_ALL=C",
                "PYTHONPATH=" + tools.patroni(),
                "python3",
                "-m",
                "patroni",
                file.toString());
    }

    private Path directory(RegionName region) {
        return processes.options().directory().resolve("postgres").resolve(name(region));
    }

    /** What a member holds; without it, it copies the leader's. */
    public Path data(RegionName region) {
        return directory(region).resolve(PatroniFile.DATA);
    }

    private void fill(RegionName leader, Map<String, String> roles) {
        try (Connection connection = connect(leader, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + NAME);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database: " + e.getMessage(), e);
        }
        try (Connection connection = connect(leader, NAME)) {
            for (Map.Entry<String, String> role : roles.entrySet()) {
                Roles.create(connection, NAME, role.getKey(), role.getValue());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the services' roles: " + e.getMessage(), e);
        }
    }

    private Connection connect(RegionName region, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/%s?connectTimeout=2&socketTimeout=5&loginTimeout=3"
                        .formatted(address(region), PORT, database),
                "postgres",
                "");
    }

    private String address(RegionName region) {
        return processes.ground().address(name(region));
    }

    /** The region whose member takes writes, as Patroni itself says. */
    public Optional<RegionName> leader() {
        return regions.stream().filter(this::leads).findFirst();
    }

    private boolean leads(RegionName region) {
        URI question = URI.create("http://%s:%d/leader".formatted(address(region), PatroniFile.REST));
        try {
            return Http.send(Http.request(question)
                                    .timeout(Duration.ofSeconds(1))
                                    .build())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether there is a leader that all others follow. */
    public boolean whole() {
        return leader().map(this::followers).orElse(0) == regions.size() - 1;
    }

    private int followers(RegionName leader) {
        try (Connection connection = connect(leader, "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_replication where state = 'streaming' and sync_state = 'quorum'")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            return 0;
        }
    }

    @Override
    public String url(RegionName own) {
        String hosts = regions.stream()
                .sorted(Comparator.comparing(region -> !region.equals(own)))
                .map(region -> "%s:%d".formatted(address(region), PORT))
                .collect(Collectors.joining(","));
        return "jdbc:postgresql://%s/%s".formatted(hosts, NAME);
    }

    public Supervised member(RegionName region) {
        synchronized (members) {
            return Objects.requireNonNull(members.get(region), "the database was not started yet");
        }
    }

    /** The member of etcd in a region. */
    public Supervised elector(RegionName region) {
        return etcd.member(region);
    }

    @Override
    public void start(RegionName region) {
        etcd.member(region).start();
        member(region).start();
    }

    @Override
    public void kill(RegionName region) {
        Parallel.run(List.of(() -> etcd.member(region).killForGood(), () -> ProcessTree.kill(member(region))));
    }

    @Override
    public void stop() {
        synchronized (members) {
            Parallel.run(members.values().stream()
                    .map(member -> (Runnable) () -> ProcessTree.kill(member))
                    .toList());
        }
        etcd.stop();
    }

    private static void await(String otherwise, BooleanSupplier condition) {
        long deadline = System.nanoTime() + START.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new DemoException("the control plane's database did not start: " + otherwise);
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
