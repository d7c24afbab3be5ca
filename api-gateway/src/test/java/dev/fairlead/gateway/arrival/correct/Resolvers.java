package dev.fairlead.gateway.arrival.correct;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.choice.StickyChoice;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Users behind resolvers: few behind most of them, many behind some (Zipf), and not all resolvers ask again when an answer is over. They
 * are answered by the very choice that the built-in DNS makes; their requests are drawn one by one, and counted as the
 * traffic-service counts them.
 */
final class Resolvers {

    static final Duration TICK = Duration.ofSeconds(5);

    private static final int RESOLVERS = 1_500;
    private static final double ZIPF = 0.7;
    private static final int REQUESTS_PER_TICK = 250;
    private static final int TTL_S = 30;
    private static final double HALF_LIFE_S = 120;
    private static final ApplicationName SHOP = ApplicationName.of("shop");

    private final SplittableRandom random;
    private final double[] upTo = new double[RESOLVERS];
    private final List<InetAddress> addresses = new ArrayList<>();
    private final int[] holdsForS = new int[RESOLVERS];
    private final int[] asksAtS = new int[RESOLVERS];
    private final DataCenterName[] answers = new DataCenterName[RESOLVERS];
    private final Map<DataCenterName, Double> arrived = new HashMap<>();
    private int nowS;

    Resolvers(long seed) {
        random = new SplittableRandom(seed);
        double users = 0;
        for (int i = 0; i < RESOLVERS; i++) {
            users += Math.pow(i + 1, -ZIPF);
            upTo[i] = users;
            addresses.add(IpAddresses.parse(
                    "%d.%d.%d.53".formatted(random.nextInt(1, 200), random.nextInt(256), random.nextInt(256))));
            holdsForS[i] = (int) (TTL_S * overrun());
        }
    }

    /** Most keep to the TTL, some hold an answer for minutes, and a tenth for up to half an hour. */
    private double overrun() {
        double drawn = random.nextDouble();
        if (drawn < 0.7) {
            return 1;
        }
        return drawn < 0.9 ? random.nextDouble(2, 10) : random.nextDouble(10, 60);
    }

    /** Five seconds of requests, sent where the resolvers were answered. */
    void tick(Supplier<List<Share>> answered) {
        nowS += (int) TICK.toSeconds();
        arrived.replaceAll((name, requests) -> requests * Math.pow(0.5, TICK.toSeconds() / HALF_LIFE_S));
        for (int i = 0; i < REQUESTS_PER_TICK; i++) {
            int resolver = drawn();
            if (asksAtS[resolver] <= nowS) {
                answers[resolver] = StickyChoice.order(SHOP, addresses.get(resolver), answered.get())
                        .getFirst();
                asksAtS[resolver] = nowS + holdsForS[resolver];
            }
            arrived.merge(answers[resolver], 1.0, Double::sum);
        }
    }

    private int drawn() {
        int found = Arrays.binarySearch(upTo, random.nextDouble(upTo[RESOLVERS - 1]));
        return Math.min(RESOLVERS - 1, found < 0 ? -found - 1 : found);
    }

    Map<DataCenterName, Long> arrived() {
        Map<DataCenterName, Long> whole = new HashMap<>();
        arrived.forEach((name, requests) -> whole.put(name, Math.round(requests)));
        return whole;
    }

    /** In percent of all that arrived lately. */
    double observed(DataCenterName name) {
        double all = arrived.values().stream().mapToDouble(Double::doubleValue).sum();
        return 100 * arrived.getOrDefault(name, 0.0) / all;
    }
}
