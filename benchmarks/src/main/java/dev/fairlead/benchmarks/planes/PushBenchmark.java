package dev.fairlead.benchmarks.planes;

import dev.fairlead.benchmarks.Checkout;
import dev.fairlead.benchmarks.Machine;
import dev.fairlead.quickstart.demo.LoneGateway;
import dev.fairlead.testing.servers.RealServers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends the users of an application from one data center to the other and back, and then those of all applications, on each
 * kind of data plane: by a real gateway, from the announcement of the plan until its loop has verified the answer, and by hand
 * on a server of the same kind and size.
 */
@Command(
        name = "push",
        description = "A change until each kind of data plane obeys it, beside the same change by hand.")
public final class PushBenchmark implements Callable<Integer> {

    private static final int ENDPOINTS_OF_NODES = 100;

    /** Of a gateway that has just started, before anything counts. */
    private static final int WARM_UP = 15;

    private static final int ROUNDS_OF_ALL = 3;
    private static final int MOST_SLOW_CHANGES = 5;

    @Option(names = "--kinds", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Kind> kinds = List.of(Kind.values());

    @Option(
            names = "--names",
            split = ",",
            description = "of applications, or endpoints of a proxy (default: ${DEFAULT-VALUE})")
    private List<Integer> names = List.of(1, 100, 10_000);

    @Option(
            names = "--nodes",
            split = ",",
            description = "Envoys with 100 endpoints, of which one is real (default: ${DEFAULT-VALUE})")
    private List<Integer> nodes = List.of(1, 10, 100);

    @Option(names = "--changes", description = "of one application; gdnsd's are 5 at most (default: ${DEFAULT-VALUE})")
    private int changes = 20;

    /** One row of the result. */
    private record Size(Kind kind, int count, int nodes) {

        String text() {
            String beside = nodes == 1 ? "" : " on %d nodes".formatted(nodes);
            return "%s, %s%s".formatted(kind.label(), kind.unit().of(count), beside);
        }

        Fleet fleet(int port) {
            return kind.unit().fleet(count, port);
        }
    }

    /** @param all empty where there is only one application */
    private record Result(Measured one, Optional<Measured> all) {}

    @Override
    public Integer call() {
        if (!RealServers.NATS.available()) {
            throw new IllegalStateException("the bus needs NATS, which is not installed: run system-tests/setup");
        }
        for (Kind kind : kinds) {
            String missing = kind.missing().map(RealServers::toString).collect(Collectors.joining(", "));
            if (missing.isEmpty()) {
                sizes(kind).forEach(this::measure);
            } else {
                System.out.printf(
                        "push  %s is left out, because %s is not installed: run system-tests/setup%n",
                        kind.label(), missing);
            }
        }
        return 0;
    }

    private Set<Size> sizes(Kind kind) {
        Set<Size> sizes = new LinkedHashSet<>();
        for (int count : names) {
            sizes.add(new Size(kind, Math.min(count, kind.most()), 1));
            if (count > kind.most()) {
                System.out.printf(
                        "push  %s: %s is too much for it, %d is what is tried: %s%n",
                        kind.label(), kind.unit().of(count), kind.most(), kind.why());
            }
        }
        if (kind == Kind.ENVOY) {
            nodes.forEach(of -> sizes.add(new Size(kind, ENDPOINTS_OF_NODES, of)));
        }
        return sizes;
    }

    private void measure(Size size) {
        System.out.printf("%s ...%n", size.text());
        try {
            Optional<Result> byHand =
                    size.kind().hasServer() ? Optional.of(inOne(opened -> byHand(size, opened))) : Optional.empty();
            Result pushed = inOne(opened -> byGateway(size, opened));
            print(size, pushed, byHand);
        } catch (Patience.InVainException e) {
            System.out.printf("push  %s: %s (%s)%n", size.text(), e.getMessage(), Machine.load());
        }
    }

    private static Result inOne(Function<Opened, Result> measurement) {
        try (Opened opened = new Opened()) {
            return measurement.apply(opened);
        }
    }

    private Result byHand(Size size, Opened opened) {
        Fleet fleet = size.fleet(opened.keep(Site.start()).port());
        Plane plane = opened.keep(size.kind().plane(fleet, size.nodes()));
        plane.start();
        return measured(size.kind(), fleet, new Changes(plane, fleet, Hand.bare(plane)));
    }

    private Result byGateway(Size size, Opened opened) {
        Fleet fleet = size.fleet(opened.keep(Site.start()).port());
        Plane plane = opened.keep(size.kind().plane(fleet, size.nodes()));
        StandInTraffic traffic = opened.keep(StandInTraffic.start());
        LoneGateway gateway = opened.keep(LoneGateway.of(
                Checkout.home(), traffic.url(), properties(plane, traffic), List.of(), System.out::println));
        plane.start();
        Hand hand = GatewayHand.start(traffic, gateway, fleet, plane.name());
        return measured(size.kind(), fleet, new Changes(plane, fleet, hand));
    }

    private static Map<String, String> properties(Plane plane, StandInTraffic traffic) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("fairlead.bus.url", traffic.busUrl());
        properties.put("fairlead.data-planes.dns.enabled", "false");
        properties.put("fairlead.data-planes.edge.enabled", "false");
        properties.putAll(plane.gatewayProperties());
        return properties;
    }

    private Result measured(Kind kind, Fleet fleet, Changes on) {
        on.begin();
        int count = kind.slow() ? Math.min(changes, MOST_SLOW_CHANGES) : changes;
        Measured one = on.one(kind.slow() ? 1 : WARM_UP, count);
        return new Result(one, fleet.applications() == 1 ? Optional.empty() : Optional.of(on.all(ROUNDS_OF_ALL)));
    }

    private static void print(Size size, Result pushed, Optional<Result> byHand) {
        List<String> lines = new ArrayList<>();
        lines.add(new PushLine(size.text() + ", one changes", pushed.one(), byHand.map(Result::one))
                .difference(size.kind().aimMs()));
        pushed.all()
                .map(all -> new PushLine(size.text() + ", all change", all, byHand.flatMap(Result::all)).ratio())
                .ifPresent(lines::add);
        lines.forEach(line -> System.out.printf("%s (%s)%n", line, Machine.load()));
    }
}
