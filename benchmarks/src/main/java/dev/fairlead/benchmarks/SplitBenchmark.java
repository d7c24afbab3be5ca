package dev.fairlead.benchmarks;

import static java.util.stream.Collectors.joining;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends client networks by the shares 60/40 and 60/30/10, and again after a tenth of all users was moved from one data
 * center to another, for each pair of them: how far the networks are from the shares, and how many of them went elsewhere.
 */
@Command(name = "split", description = "How well the choices follow the shares, and how many users a change moves.")
final class SplitBenchmark implements Callable<Integer> {

    private static final List<Share> TWO = List.of(share("us-east", 6_000), share("us-west", 4_000));
    private static final List<Share> THREE =
            List.of(share("us-east", 6_000), share("us-west", 3_000), share("eu-west", 1_000));
    private static final int MOVED = 1_000;
    private static final Instant DECIDED = Instant.parse("2026-01-01T00:00:00Z");

    /** The first networks of 1.0.0.0/8 and 224.0.0.0/8, between which unicast addresses are. */
    private static final int FIRST = 1 << 16;

    private static final int END = 224 << 16;

    @Option(names = "--clients", description = "networks of /24 (default: ${DEFAULT-VALUE})")
    private int clients = 10_000;

    @Option(names = "--seed", description = "of the networks (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Override
    public Integer call() {
        List<Network> networks = new Random(seed)
                .ints(FIRST, END)
                .distinct()
                .limit(clients)
                .mapToObj(SplitBenchmark::network)
                .toList();
        for (List<Share> shares : List.of(TWO, THREE)) {
            measure("built-in DNS", Chooser::dns, networks, shares);
            measure("HTTP edge", Chooser::edge, networks, shares);
        }
        return 0;
    }

    private static void measure(
            String plane, Function<RoutingPlan, Chooser> chooser, List<Network> networks, List<Share> shares) {
        Choices before = Choices.of(chooser.apply(plan(shares)), networks);
        print(plane, "shares " + text(shares), errors(before, shares));
        for (Share from : shares) {
            for (Share to : shares) {
                if (!from.equals(to)) {
                    List<Share> changed = moved(shares, from, to);
                    Choices after = Choices.of(chooser.apply(plan(changed)), networks);
                    print(
                            plane,
                            "%s → %s: shares %s".formatted(from.dataCenter(), to.dataCenter(), text(changed)),
                            errors(after, changed)
                                    + String.format(
                                            Locale.ROOT,
                                            ", %.2f %% of the users moved (aim 10.5)",
                                            before.percentMoved(after)));
                }
            }
        }
    }

    private static void print(String plane, String what, String figures) {
        System.out.printf("split  %s, %s: %s%n", plane, what, figures);
    }

    private static String errors(Choices choices, List<Share> shares) {
        return shares.stream()
                .map(share -> String.format(Locale.ROOT, "%s %+.2f", share.dataCenter(), choices.error(share)))
                .collect(joining(
                        ", ",
                        "off by ",
                        " percentage points (aim 1), n=" + choices.chosen().size()));
    }

    private static String text(List<Share> shares) {
        return shares.stream()
                .map(share -> Integer.toString(100 * share.basisPoints() / Share.WHOLE))
                .collect(joining("/"));
    }

    private static List<Share> moved(List<Share> shares, Share from, Share to) {
        List<Share> changed = new ArrayList<>(shares);
        changed.replaceAll(share -> {
            int more = share.equals(from) ? -MOVED : share.equals(to) ? MOVED : 0;
            return new Share(share.dataCenter(), share.basisPoints() + more);
        });
        return changed;
    }

    private static Share share(String dataCenter, int basisPoints) {
        return new Share(DataCenterName.of(dataCenter), basisPoints);
    }

    private static Network network(int number) {
        return Network.of("%d.%d.%d.0/24".formatted(number >> 16, number >> 8 & 0xff, number & 0xff));
    }

    private static RoutingPlan plan(List<Share> shares) {
        List<Standing> standings = new ArrayList<>();
        for (Share share : shares) {
            standings.add(new Standing(
                    share.dataCenter(),
                    Standing.State.SERVING,
                    ServingMode.READ_WRITE,
                    List.of(new EndpointAddress("192.0.2." + (standings.size() + 1), 443)),
                    DECIDED,
                    "HEALTHY",
                    "as the benchmark says",
                    false));
        }
        return new RoutingPlan(
                ApplicationName.of("web"),
                "web.example.com",
                5,
                1,
                DECIDED,
                null,
                List.of(new AudienceShares("everyone", List.of(), List.of(), List.of(), shares)),
                standings,
                null);
    }
}
