package dev.fairlead.benchmarks.planes;

import dev.fairlead.benchmarks.Figures;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.quickstart.geo.DemoPlaces.DemoPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One of the servers that are compared, with what was measured of it. */
final class DnsServerUnderLoad {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final String label;
    private final InetSocketAddress address;
    private final ProcessHandle process;
    private final List<Double> perCpuSecond = new ArrayList<>();
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> cores = new ArrayList<>();
    private long lost;
    private long bad;

    /** @param process all of it, whose processor time is counted */
    DnsServerUnderLoad(String label, InetSocketAddress address, ProcessHandle process) {
        this.label = label;
        this.address = address;
        this.process = process;
    }

    /** Whether users of all places are answered one of the addresses that were decided for them. */
    boolean answersAsDecided() {
        DnsClient client = new DnsClient(address, TIMEOUT);
        return DemoPlaces.all().stream().allMatch(place -> allows(place, client));
    }

    private static boolean allows(DemoPlace place, DnsClient client) {
        InetAddress answer = client.ask(Atlas.host(0), place.network()).address();
        return answer != null
                && Atlas.addresses(place.place().country(), place.place().continent())
                        .contains(answer.getHostAddress());
    }

    String label() {
        return label;
    }

    /** Loads it without looking. */
    void warmUp(Path queries, int seconds, Opened opened) {
        load(queries, seconds, opened);
    }

    /** One round; gives a line about it. */
    String measure(Path queries, int seconds, Opened opened) {
        double before = processorSeconds();
        Load load = load(queries, seconds, opened);
        double used = processorSeconds() - before;
        perCpuSecond.add(load.answered() / used);
        perSecond.add(load.perSecond());
        cores.add(used / load.seconds());
        lost += load.lost();
        bad += load.answered() - load.good();
        return String.format(
                Locale.ROOT,
                "%s: %,.0f answers/s, %.1f CPU-s in %.1f s, %,.0f answers per CPU-second, %d lost",
                label,
                load.perSecond(),
                used,
                load.seconds(),
                perCpuSecond.getLast(),
                load.lost());
    }

    private Load load(Path queries, int seconds, Opened opened) {
        List<String> line = List.of(
                "dnsperf",
                "-s",
                "127.0.0.1",
                "-p",
                Integer.toString(address.getPort()),
                "-B",
                "-d",
                queries.toString(),
                "-c",
                "4",
                "-l",
                Integer.toString(seconds),
                "-t",
                "2");
        try {
            Process dnsperf = new ProcessBuilder(line).redirectErrorStream(true).start();
            AutoCloseable running = dnsperf::destroyForcibly;
            opened.keep(running);
            return Load.parse(new String(dnsperf.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("dnsperf does not run: " + e.getMessage(), e);
        }
    }

    /** User and system, of all its threads. */
    private double processorSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    Figures perCpuSecond() {
        return Figures.of(perCpuSecond);
    }

    String result() {
        return "%s: n=%d, %s, %s, %s, %d lost, %d answered with an error"
                .formatted(
                        label,
                        perSecond.size(),
                        perCpuSecond().text("%,.0f", "answers per CPU-second"),
                        Figures.of(perSecond).text("%,.0f", "answers/s"),
                        Figures.of(cores).text("%.2f", "cores"),
                        lost,
                        bad);
    }
}
