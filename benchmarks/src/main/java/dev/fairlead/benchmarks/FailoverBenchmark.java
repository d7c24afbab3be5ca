package dev.fairlead.benchmarks;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.client.ObedienceWatch;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.Demo;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Kills the process that serves the users of one country, at a random moment of the probes' interval of 1 s, and asks
 * every data plane each 20 ms until it sends them elsewhere for good; then lets them come back. The application fails back
 * by itself, so that no operator's time is in the figures.
 */
@Command(name = "failover", description = "Kill of a data center until each data plane obeys, 1 s probes.")
final class FailoverBenchmark implements Callable<Integer> {

    private static final DataCenterName KILLED = DataCenterName.of("us-west");
    private static final String COUNTRY = "JP";
    private static final Network CLIENT = Network.of("100.71.0.0/24");
    private static final Duration LASTING = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration TRUSTED = Duration.ofMillis(50);

    @Option(names = "--kills", description = "how often (default: ${DEFAULT-VALUE})")
    private int kills = 20;

    @Option(names = "--seed", description = "of the moments (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    private final List<Double> detection = new ArrayList<>();
    private Duration worstLateness = Duration.ZERO;

    @Override
    public Integer call() throws IOException {
        try (RealPlanes real = new RealPlanes(COUNTRY)) {
            Runtime.getRuntime().addShutdownHook(new Thread(real::close));
            real.start();
            try (Demo demo = Checkout.demo(real.gatewayProperties(), System.out::println)) {
                demo.start();
                List<WatchedPlane> planes = planes(demo.running(), real);
                Random random = new Random(seed);
                for (int i = 1; i <= kills; i++) {
                    kill(demo, planes, Duration.ofMillis(random.nextInt(1_000)));
                    System.out.printf("kill %d of %d: detected after %.2f s%n", i, kills, detection.getLast());
                }
                print(planes);
                return 0;
            }
        }
    }

    private static List<WatchedPlane> planes(RunningDemo demo, RealPlanes real) {
        List<WatchedPlane> planes = new ArrayList<>();
        String host = DemoResources.MEDIA_HOST;
        planes.add(WatchedPlane.dns("built-in DNS", demo, demo.first().dns(), host, CLIENT));
        planes.add(WatchedPlane.http("HTTP edge", demo.first().edge(), host, CLIENT));
        real.powerDns()
                .ifPresent(server -> planes.add(WatchedPlane.dns("PowerDNS", demo, server.dnsAddress(), host, CLIENT)));
        real.envoy().ifPresent(server -> planes.add(WatchedPlane.http("Envoy", server.url(), host, CLIENT)));
        return planes;
    }

    /** @param pause before the kill: the planes come back just after a probe, and a kill must not keep step with it */
    private void kill(Demo demo, List<WatchedPlane> planes, Duration pause) throws IOException {
        for (WatchedPlane plane : planes) {
            await(
                    plane.name() + " sends users to " + KILLED,
                    () -> plane.ask().filter(KILLED::equals).isPresent());
        }
        LockSupport.parkNanos(pause.toNanos());
        Map<WatchedPlane, ObedienceWatch> watches = new LinkedHashMap<>();
        Instant killed = Instant.now();
        demo.killSite(KILLED);
        try {
            planes.forEach(plane -> watches.put(plane, watch(plane)));
            watches.forEach((plane, watch) ->
                    await(plane.name() + " obeys", () -> watch.state().obeyedFor(LASTING)));
        } finally {
            watches.values().forEach(ObedienceWatch::close);
        }
        Verdict verdict = verdict(demo);
        detection.add(seconds(killed, verdict.since()));
        watches.forEach((plane, watch) -> {
            Instant obeyed = watch.state().obeyed().orElseThrow();
            plane.measured(seconds(killed, obeyed), seconds(verdict.proof(), obeyed) * 1e3);
            if (watch.state().worstLateness().compareTo(worstLateness) > 0) {
                worstLateness = watch.state().worstLateness();
            }
        });
        demo.startDataCenter(KILLED);
    }

    private static ObedienceWatch watch(WatchedPlane plane) {
        return new ObedienceWatch(() ->
                plane.ask().filter(dataCenter -> !dataCenter.equals(KILLED)).isPresent());
    }

    private static Verdict verdict(Demo demo) throws IOException {
        Optional<Verdict> down = new GatewayClient(demo.gateway(), demo.token())
                .verdicts().stream()
                        .filter(verdict -> verdict.health() == Health.DOWN
                                && verdict.endpoint().dataCenter().equals(KILLED)
                                && verdict.endpoint().application().value().equals(DemoResources.MEDIA))
                        .findFirst();
        return down.orElseThrow(() -> new IllegalStateException("everything obeys, but no verdict says down"));
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private void print(List<WatchedPlane> planes) {
        Figures detected = Figures.of(detection);
        System.out.printf("failover of %s, min/median/max of %d kills, probes every 1 s%n", KILLED, kills);
        System.out.println("detection     n=%d  kill → verdict %s".formatted(kills, detected.text("%.2f", "s")));
        planes.forEach(plane -> System.out.println(plane.line(detected)));
        System.out.printf(
                "%s, worst lateness of a question %d ms%s%n",
                Machine.load(),
                worstLateness.toMillis(),
                worstLateness.compareTo(TRUSTED) > 0 ? ": too busy a machine to judge these figures" : "");
    }
}
