package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.testing.MutableClock;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Three to five regions on one clock, parted and joined at random while data centers fail, recover, are drained and are given
 * back. The seed stands in the name of each test.
 */
class RegionsSimulationTests {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration AGREED_WITHIN = Duration.ofSeconds(2);
    private static final Duration VOTES_COUNT = Duration.ofMillis(3_500);
    private static final Duration LENGTH = Duration.ofMinutes(3);
    private static final List<DataCenterName> DATA_CENTERS =
            List.of(DataCenterName.of("east"), DataCenterName.of("eu"), DataCenterName.of("west"));
    private static final Fleet FLEET = new Fleet(Map.of(
            DATA_CENTERS.get(0), new Location(39, -77),
            DATA_CENTERS.get(1), new Location(53, -6),
            DATA_CENTERS.get(2), new Location(45, -121)));
    private static final Distances DISTANCES = Distances.of(FLEET, PlacesFile.read());

    private static Application shop(AllDown allDown) {
        SteeringPolicy policy = SteeringPolicy.defaults();
        List<ApplicationSpec.Pool> pools = IntStream.range(0, 3)
                .mapToObj(i -> new ApplicationSpec.Pool(
                        DATA_CENTERS.get(i), List.of(EndpointAddress.of("192.0.2." + (i + 1) + ":80"))))
                .toList();
        return new Application(
                ApplicationName.of("shop"),
                new ApplicationSpec(
                        "shop.example.com",
                        5,
                        pools,
                        HealthCheck.defaults(),
                        new SteeringPolicy(false, List.of(), Map.of(), List.of(), allDown, policy.failback()),
                        null));
    }

    @TestFactory
    List<DynamicTest> agreeWhileTheyHearEachOtherAndMoveNothingWrongly() {
        long first = Long.getLong("seed", System.nanoTime());
        int count = Integer.getInteger("seeds", 40);
        return LongStream.range(first, first + count)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new World(seed).run()))
                .toList();
    }

    /** The truth, who reaches whom, and what may never happen. */
    private static final class World {

        private final long seed;
        private final Random random;
        private final Application shop;
        private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
        private final List<RegionSimulation> regions;
        private final Map<RegionName, Integer> side = new HashMap<>();
        private final Map<RegionName, Integer> delay = new HashMap<>();
        private final Map<DataCenterName, Truth> truths = new TreeMap<>();
        private final Map<Set<RegionName>, Instant> differing = new HashMap<>();
        private final List<RoutingOverride> drains = new ArrayList<>();
        private final List<Orders.Release> releases = new ArrayList<>();
        private final List<String> story = new ArrayList<>();
        private long version = 1;
        private long drainsEndedBy;
        private Instant lastDrainEnd = Instant.MIN;
        private Instant parted = Instant.MIN;
        private Instant nextEvent;

        World(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.shop = shop(random.nextBoolean() ? AllDown.FAIL_OPEN : AllDown.FAIL_STATIC);
            Intent intent = intent();
            this.regions = IntStream.range(0, 3 + random.nextInt(3))
                    .mapToObj(i -> new RegionSimulation(RegionName.of("region-" + i), intent, random))
                    .toList();
            for (RegionSimulation region : regions) {
                side.put(region.name(), 0);
                delay.put(region.name(), random.nextInt(600));
                regions.stream().filter(peer -> peer != region).forEach(peer -> region.wake(peer.name(), now()));
            }
            DATA_CENTERS.forEach(name -> truths.put(name, new Truth()));
            this.nextEvent = now().plusSeconds(5);
        }

        private Truth truth(DataCenterName name) {
            return Objects.requireNonNull(truths.get(name));
        }

        private Instant now() {
            return clock.instant();
        }

        private Intent intent() {
            return new Intent(version, FLEET, List.of(shop), new Orders(drains, releases));
        }

        void run() {
            Instant end = now().plus(LENGTH);
            while (now().isBefore(end)) {
                clock.advance(TICK);
                if (!now().isBefore(nextEvent)) {
                    happens();
                    nextEvent = now().plusMillis(1_500 + random.nextInt(4_500));
                }
                operatorsGiveBack();
                List<RegionSimulation> order = new ArrayList<>(regions);
                Collections.shuffle(order, random);
                order.forEach(this::turn);
                checkAgreement();
            }
        }

        private void turn(RegionSimulation region) {
            for (RegionSimulation peer : regions) {
                if (peer != region) {
                    region.listen(peer, reaches(region, peer), now());
                }
            }
            region.read(intent(), onLargerSide(region), now());
            int late = delay.getOrDefault(region.name(), 0);
            Map<DataCenterName, State> before = region.states();
            String digest = region.digest();
            boolean wasIsolated = region.isolated();
            if (region.decide(name -> seen(region, name, late), DISTANCES, now())) {
                regions.stream()
                        .filter(peer -> peer != region && reaches(region, peer))
                        .forEach(peer -> peer.wake(region.name(), now()));
            }
            if (wasIsolated && region.isolated() && !onLargerSide(region) && !before.isEmpty()) {
                assertThat(region.digest())
                        .as("%s is isolated and changes nothing, %s", region.name(), this)
                        .isEqualTo(digest);
            }
            checkMoves(region, before);
        }

        /** Who is cut off finds no quorum at first, and sees everything down once the votes of the others do not count. */
        private Health seen(RegionSimulation region, DataCenterName name, int late) {
            if (onLargerSide(region)) {
                return truth(name).at(now().minusMillis(late));
            }
            return parted.isBefore(now().minus(VOTES_COUNT)) ? Health.DOWN : Health.UNKNOWN;
        }

        private void checkMoves(RegionSimulation region, Map<DataCenterName, State> before) {
            region.states().forEach((name, state) -> {
                State was = before.getOrDefault(name, state);
                Truth truth = truth(name);
                if (was == state) {
                    return;
                }
                story.add(now() + " " + region.name() + " " + name + " " + was + " to " + state);
                truth.seen(state, now());
                if (was == State.SERVING) {
                    boolean unheard = region.intentVersion() < Math.max(truth.releasedBy(), drainsEndedBy);
                    assertThat(truth.mayBeLeft(now()) || unheard || drained(name) || drainedLately())
                            .as("%s leaves %s (%s), which is up and released, %s", region.name(), name, state, this)
                            .isTrue();
                }
                if (state == State.SERVING) {
                    assertThat(truth.mayServe(now()))
                            .as("%s sends users to %s, which nobody gave back, %s", region.name(), name, this)
                            .isTrue();
                }
            });
        }

        private void checkAgreement() {
            for (RegionSimulation one : regions) {
                for (RegionSimulation other : regions) {
                    if (one.name().compareTo(other.name()) >= 0) {
                        continue;
                    }
                    Set<RegionName> pair = Set.of(one.name(), other.name());
                    if (!reaches(one, other)
                            || !onLargerSide(one)
                            || one.digest().equals(other.digest())) {
                        differing.remove(pair);
                        continue;
                    }
                    Instant since = differing.computeIfAbsent(pair, names -> now());
                    assertThat(Duration.between(since, now()))
                            .as("%s differ: %s, %s, %s", pair, one.states(), other.states(), this)
                            .isLessThanOrEqualTo(AGREED_WITHIN);
                }
            }
        }

        private boolean reaches(RegionSimulation one, RegionSimulation other) {
            return side.getOrDefault(one.name(), 0).equals(side.getOrDefault(other.name(), 0));
        }

        /** Where the database's primary is, too. */
        private boolean onLargerSide(RegionSimulation region) {
            long together =
                    regions.stream().filter(other -> reaches(region, other)).count();
            return together > regions.size() / 2;
        }

        private void happens() {
            DataCenterName where = DATA_CENTERS.stream()
                    .filter(name -> truth(name).at(now()) == Health.DOWN && random.nextBoolean())
                    .findFirst()
                    .orElseGet(() -> DATA_CENTERS.get(random.nextInt(DATA_CENTERS.size())));
            Truth truth = truth(where);
            switch (random.nextInt(8)) {
                case 0, 1 -> part();
                case 2, 3 -> {
                    side.replaceAll((name, number) -> 0);
                    story.add(now() + " all are joined");
                }
                case 4, 5 -> {
                    truth.turn(now());
                    story.add(now() + " " + where + " is " + truth.at(now()));
                }
                case 6 -> {
                    drains.add(drain(where));
                    story.add(now() + " " + where + " is to be drained");
                    wakeIntents();
                }
                default -> {
                    drains.clear();
                    lastDrainEnd = now();
                    story.add(now() + " drains are ended");
                    wakeIntents();
                    drainsEndedBy = version;
                }
            }
        }

        private void part() {
            side.replaceAll((name, number) -> random.nextInt(2 + random.nextInt(2)));
            parted = now();
            story.add(now() + " parted: " + new TreeMap<>(side));
        }

        private RoutingOverride drain(DataCenterName where) {
            return new RoutingOverride(
                    "drain-" + where + "-" + story.size(),
                    RoutingOverride.Kind.DRAIN,
                    null,
                    where,
                    "maintenance",
                    "alice",
                    now(),
                    now().plus(Duration.ofDays(1)));
        }

        private boolean drained(DataCenterName name) {
            return drains.stream().anyMatch(drain -> drain.isAbout(name));
        }

        /** A region that could not read it may still obey a drain that has ended. */
        private boolean drainedLately() {
            return now().isBefore(lastDrainEnd.plusSeconds(6));
        }

        private void wakeIntents() {
            version++;
            regions.stream().filter(this::onLargerSide).forEach(region -> region.wakeIntent(now()));
        }

        /** Some time after a region shows a data center as held, somebody gives it back. */
        private void operatorsGiveBack() {
            for (RegionSimulation region : regions) {
                if (!onLargerSide(region) || region.isolated() || random.nextInt(40) != 0) {
                    continue;
                }
                region.states().forEach((name, state) -> {
                    Truth truth = truth(name);
                    if (state == State.HELD && truth.upFor(now(), Duration.ofMillis(1_500))) {
                        releases.removeIf(release -> release.dataCenter().equals(name));
                        releases.add(new Orders.Release(null, name, now(), "alice", "looks good"));
                        story.add(now() + " " + name + " is given back");
                        wakeIntents();
                        truth.release(now(), version);
                    }
                });
            }
        }

        @Override
        public String toString() {
            return "seed " + seed + ":\n"
                    + String.join("\n", story.subList(Math.max(0, story.size() - 40), story.size()));
        }
    }

    /** What one data center is and was. */
    private static final class Truth {

        private static final Duration LATE = Duration.ofSeconds(1);

        private final TreeMap<Instant, Health> history = new TreeMap<>(Map.of(Instant.MIN, Health.UP));
        private @Nullable Instant outageSeen;
        private Instant released = Instant.MIN;
        private long releasedBy;

        Health at(Instant moment) {
            return history.floorEntry(moment).getValue();
        }

        void turn(Instant now) {
            history.put(now, at(now) == Health.UP ? Health.DOWN : Health.UP);
        }

        boolean upFor(Instant now, Duration time) {
            return at(now) == Health.UP && !history.lastKey().plus(time).isAfter(now);
        }

        void seen(State state, Instant now) {
            if (state == State.DOWN && outageSeen == null) {
                outageSeen = now;
            }
        }

        void release(Instant now, long version) {
            outageSeen = null;
            released = now;
            releasedBy = version;
        }

        /** The version of what operators want that says so first. */
        long releasedBy() {
            return releasedBy;
        }

        /** It is down, or was a moment ago, or was and nobody gave it back, as far as everybody has heard. */
        boolean mayBeLeft(Instant now) {
            return outageSeen != null || !upFor(now, LATE) || now.isBefore(released.plus(LATE));
        }

        /** Nobody has to wait for a release, or has not had the time to see why. */
        boolean mayServe(Instant now) {
            return outageSeen == null || now.isBefore(outageSeen.plus(LATE));
        }
    }
}
