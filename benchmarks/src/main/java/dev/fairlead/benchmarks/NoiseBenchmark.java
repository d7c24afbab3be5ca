package dev.fairlead.benchmarks;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.health.target.Target;
import dev.fairlead.lab.fabric.Disturbance;
import dev.fairlead.lab.fabric.Fabric;
import dev.fairlead.lab.fabric.Link;
import dev.fairlead.lab.fabric.Weather;
import dev.fairlead.quickstart.demo.Java;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often what is up is found down because packets are lost on the way, and what becomes of an endpoint that comes and
 * goes. The default check, three vantage points.
 */
@Command(name = "noise", description = "False downs on a lossy link, and switches of an endpoint that flaps.")
final class NoiseBenchmark implements Callable<Integer> {

    private static final String SITE = "site";
    private static final int FIRST_PORT = 8_081;
    private static final Duration BEAT = Duration.ofMillis(300);

    @Option(names = "--minutes", description = "for each loss (default: ${DEFAULT-VALUE})")
    private int minutes = 10;

    @Option(names = "--losses", split = ",", description = "percent of the packets (default: ${DEFAULT-VALUE})")
    private List<Integer> losses = List.of(1, 5);

    @Option(names = "--ways", description = "that lose packets: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Ways ways = Ways.BOTH;

    @Option(names = "--endpoints", description = "behind the lossy link (default: ${DEFAULT-VALUE})")
    private int endpoints = 20;

    @Option(names = "--flap", description = "seconds (default: ${DEFAULT-VALUE})")
    private int flap = 60;

    @Option(names = "--seed", description = "of the losses (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    /** Of the link between those who probe and the server. */
    private enum Ways {
        BOTH,
        THERE;

        Set<Link> links() {
            Link there = new Link(Fabric.HERE, SITE);
            return this == BOTH ? Set.of(there, there.reversed()) : Set.of(there);
        }
    }

    @Override
    public Integer call() {
        Optional<String> lacking = Fabric.lacking();
        if (lacking.isPresent()) {
            System.out.println("noise  packets cannot be lost here: " + lacking.get());
        } else {
            measureLosses();
        }
        measureFlapping();
        return lacking.isPresent() ? 1 : 0;
    }

    private void measureLosses() {
        try (Fabric fabric = new Fabric(List.of(SITE), seed)) {
            List<EndpointAddress> addresses = IntStream.range(FIRST_PORT, FIRST_PORT + endpoints)
                    .mapToObj(port -> new EndpointAddress(fabric.address(SITE), port))
                    .toList();
            List<String> line = fabric.command(SITE, Java.line(List.of("-Xmx64m"), Responder.class, List.of()));
            try (Child server = Child.start(line, addresses)) {
                server.next();
                losses.forEach(loss -> measureLoss(fabric, loss, Addresses.targets(addresses)));
            }
        }
    }

    private void measureLoss(Fabric fabric, int loss, List<Target> targets) {
        Disturbance lossy = new Disturbance(ways.links(), Weather.lossy(loss));
        try (Panel panel = new Panel(targets)) {
            panel.start();
            String before = fabric.traffic();
            Instant begin = Instant.now();
            fabric.begin(lossy);
            try {
                LockSupport.parkNanos(Duration.ofMinutes(minutes).toNanos());
            } finally {
                fabric.end(lossy);
            }
            printLoss(loss, panel, begin);
            System.out.printf("noise  %d %% loss: before %s, after %s%n", loss, before, fabric.traffic());
        }
    }

    private void printLoss(int loss, Panel panel, Instant begin) {
        System.out.printf(
                "noise  %d %% loss %s for %d min: %d vantage points × %d endpoints, %d probes, %d failed, %d discarded,"
                        + " %d findings became down (aim 0), %d verdicts of %d became down (aim 0) (%s)%n",
                loss,
                ways == Ways.BOTH ? "in both directions" : "on the way there",
                minutes,
                panel.vantages().size(),
                endpoints,
                sum(panel, vantage -> vantage.findings().results()),
                sum(panel, vantage -> vantage.wasted().failed()),
                sum(panel, vantage -> vantage.wasted().discarded()),
                sum(panel, vantage -> vantage.findings().falls(begin)),
                panel.verdictsDown(),
                Panel.QUORUM,
                Machine.load());
    }

    private static long sum(Panel panel, ToLongFunction<Vantage> figure) {
        return panel.vantages().stream().mapToLong(figure).sum();
    }

    private void measureFlapping() {
        List<EndpointAddress> address = Addresses.onLoopback(1);
        List<Target> targets = Addresses.targets(address);
        try (Panel panel = new Panel(targets)) {
            Responder steady = Responder.on(address);
            try {
                panel.start();
            } finally {
                steady.close();
            }
            Instant begin = Instant.now();
            flap(address);
            Instant end = Instant.now();
            List<Away> away = panel.vantages().stream()
                    .map(vantage -> Away.of(vantage.findings().changesFrom(begin), begin, end))
                    .toList();
            System.out.printf(
                    Locale.ROOT,
                    "noise  there and away for %d ms each, for %d s: n=%d findings, each switched %s (aim 2), not up for %s (aim 80)"
                            + " (min/median/max; %s)%n",
                    BEAT.toMillis(),
                    flap,
                    away.size(),
                    Figures.of(away.stream()
                                    .map(each -> (double) each.switches())
                                    .toList())
                            .text("%.0f", "times"),
                    Figures.of(away.stream().map(Away::percent).toList()).text("%.1f", "% of the time"),
                    Machine.load());
        }
    }

    /** Away first: it was there before. */
    private void flap(List<EndpointAddress> address) {
        long end = System.nanoTime() + Duration.ofSeconds(flap).toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(BEAT.toNanos());
            Responder there = Responder.on(address);
            LockSupport.parkNanos(BEAT.toNanos());
            there.close();
        }
    }
}
