package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.Child;
import dev.fairlead.benchmarks.Machine;
import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.quickstart.demo.Java;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * One instance that watches many databases, each with a primary that is written to and two standbys: in a process of its own,
 * with the watch, the connections and the loops of the service. All databases are resources that point at the same three servers.
 */
@Command(name = "databases", description = "What it costs one instance to watch many databases, and how late it reads.")
public final class DatabasesBenchmark implements Callable<Integer> {

    /** Beside those of the watch: the standbys', and whoever writes. */
    private static final int OTHER_CONNECTIONS = 20;

    @Option(names = "--databases", split = ",", description = "watched at once (default: ${DEFAULT-VALUE})")
    private List<Integer> databases = List.of(50, 500);

    @Option(names = "--every", description = "sampling period in ms (default: ${DEFAULT-VALUE}, as of a database)")
    private int everyMs = 250;

    @Option(names = "--seconds", description = "to measure (default: ${DEFAULT-VALUE})")
    private int seconds = 30;

    @Option(names = "--warm-up", description = "seconds before (default: ${DEFAULT-VALUE})")
    private int warmUp = 15;

    @Option(names = "--jvm", description = "further option of the JVM that watches, such as -Xmx192m; may be repeated")
    private List<String> jvm = List.of();

    @Override
    public Integer call() throws SQLException, IOException {
        for (int count : databases) {
            try (Opened opened = new Opened()) {
                Path folder = Folders.temporary(opened, "fairlead-bench-databases-");
                Map<String, String> settings = new HashMap<>(Cluster.SETTINGS);
                settings.put("max_connections", Integer.toString(count + OTHER_CONNECTIONS));
                PostgresServer primary = Programs.PACKAGED
                        .create(folder.resolve("east"), settings)
                        .orElseThrow();
                opened.keep(primary::kill);
                Cluster cluster = opened.keep(new Cluster(folder, primary));
                NumberedWrites writes =
                        opened.keep(new NumberedWrites(cluster.connectPrimary(), InstantSource.system()));
                writes.go(true);
                print(count, measure(count, cluster));
            }
        }
        return 0;
    }

    private WatchFigures measure(int count, Cluster cluster) {
        List<String> options = new ArrayList<>(List.of("-Xmx768m"));
        options.addAll(jvm);
        List<String> arguments = List.of(
                Integer.toString(count),
                Integer.toString(everyMs),
                Integer.toString(warmUp),
                Integer.toString(seconds),
                cluster.credentials().toString());
        List<EndpointAddress> members = cluster.spec().members().stream()
                .map(DatabaseSpec.Member::address)
                .toList();
        try (Child child = Child.start(Java.line(options, WatchProcess.class, arguments), members)) {
            return JsonMapper.shared().readValue(child.next(), WatchFigures.class);
        }
    }

    private void print(int count, WatchFigures figures) {
        System.out.printf(
                "databases  %d of 3 members each, on 3 servers, sampled each %d ms for %d s: %s (%s)%n",
                count, everyMs, seconds, figures.text(seconds), Machine.load());
    }
}
