package dev.fairlead.health.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.quorum.Hearing;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Two or three replicas on one clock, killed and started anew one after the other while all endpoints are up. The seed stands
 * in the name of each test.
 */
class RollingRestartTests {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final long INTERVAL_MS = 1_000;
    private static final RegionName REGION = RegionName.of("west");
    private static final List<Target> TARGETS = IntStream.range(0, 24)
            .mapToObj(i -> new Target(
                    new Endpoint(
                            ApplicationName.of("shop"),
                            DataCenterName.of("us-east"),
                            new EndpointAddress("192.0.2." + (i + 1), 80)),
                    "shop.example.com",
                    HealthCheck.defaults(),
                    RegionName.of("east")))
            .toList();

    @TestFactory
    List<DynamicTest> movesNobodyAndMissesOneProbeAtMost() {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + 30)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new World(seed).run()))
                .toList();
    }

    private static final class World {

        private final Random random;
        private final List<Node> nodes = new ArrayList<>();
        private final Map<Endpoint, Instant> lastProbed = new HashMap<>();
        private final Instant start = Instant.parse("2026-03-01T12:00:00Z");
        private Instant now = start;
        private int started;

        World(long seed) {
            random = new Random(seed);
        }

        void run() {
            int count = 2 + random.nextInt(2);
            IntStream.range(0, count).forEach(i -> nodes.add(new Node()));
            pass(Duration.ofSeconds(10));
            assertThat(nodes.stream().mapToInt(node -> node.probed.size()).sum())
                    .as("each endpoint is probed once")
                    .isEqualTo(TARGETS.size());
            for (int i = 0; i < count; i++) {
                nodes.remove(random.nextInt(nodes.size() - i)); // those started anew stand last
                pass(Duration.ofMillis(500 + random.nextInt(4_000)));
                nodes.add(new Node());
                pass(Duration.ofMillis(5_000 + random.nextInt(5_000)));
            }
            assertThat(nodes.stream().mapToInt(node -> node.probed.size()).sum())
                    .isEqualTo(TARGETS.size());
        }

        private void pass(Duration duration) {
            Instant end = now.plus(duration);
            while (now.isBefore(end)) {
                now = now.plus(TICK);
                nodes.forEach(Node::turn);
                nodes.forEach(Node::check);
            }
        }

        private Instant due(Target target, Instant after) {
            long phase = Math.floorMod(target.endpoint().hashCode() * 31L, INTERVAL_MS);
            return after.plusMillis(Math.floorMod(phase - after.toEpochMilli() - 1, INTERVAL_MS) + 1);
        }

        private final class Node implements Said {

            private final ReplicaId id = ReplicaId.of("replica-" + started++);
            private final Instant birth = now;
            private final Rota rota = new Rota(id);
            private final Map<ReplicaId, Instant> heard = new HashMap<>();
            private final Map<ReplicaId, Map<Endpoint, Vote>> told = new HashMap<>();
            private final Map<Endpoint, Finding> findings = new HashMap<>();
            private final Map<Target, Instant> probed = new HashMap<>();
            private Instant nextAsked = now;
            private Instant nextRead = now;

            void turn() {
                if (!now.isBefore(nextAsked)) {
                    nextAsked = now.plusMillis(250);
                    nodes.stream()
                            .filter(node -> node != this && random.nextInt(50) > 0)
                            .forEach(node -> heard.put(node.id, now));
                }
                if (!now.isBefore(nextRead)) {
                    nextRead = now.plusMillis(500);
                    nodes.stream().filter(node -> node != this).forEach(this::read);
                }
                List<Target> mine = rota.take(TARGETS, live(), this, now);
                probed.keySet().retainAll(new HashSet<>(mine));
                findings.keySet().retainAll(mine.stream().map(Target::endpoint).toList());
                mine.forEach(target -> probed.computeIfAbsent(target, one -> due(one, now)));
                List.copyOf(probed.keySet()).forEach(this::probe);
            }

            private void read(Node node) {
                List<Observation> answer = node.findings.keySet().stream()
                        .map(endpoint -> Objects.requireNonNull(node.by(node.id, endpoint))
                                .observation())
                        .toList();
                told.put(node.id, Hearing.of(answer, REGION, now, told.getOrDefault(node.id, Map.of())));
            }

            private void probe(Target target) {
                if (now.isBefore(Objects.requireNonNull(probed.get(target)))) {
                    return;
                }
                probed.put(target, due(target, now));
                ProbeResult passed = new ProbeResult(target.endpoint(), now, Duration.ZERO, true, "status 200");
                Finding before = findings.get(target.endpoint());
                Vote known = before == null ? joined(target.endpoint(), live()) : null;
                if (known != null && Said.knows(known)) {
                    before = Finding.continued(known.observation(), known.confirmedAt());
                }
                findings.put(
                        target.endpoint(),
                        before == null ? Finding.first(passed, target.check()) : before.after(passed, target.check()));
                Instant last = lastProbed.put(target.endpoint(), now);
                assertThat(last == null ? Duration.ZERO : Duration.between(last, now))
                        .as("between two probes of %s", target.endpoint())
                        .isLessThanOrEqualTo(Duration.ofMillis(2 * INTERVAL_MS).plus(TICK));
            }

            private Set<ReplicaId> live() {
                Set<ReplicaId> live = new HashSet<>(Set.of(id));
                heard.forEach((node, at) -> {
                    if (!at.plus(Replicas.FRESH).isBefore(now)) {
                        live.add(node);
                    }
                });
                return live;
            }

            /** A replica that has just started is not asked yet, and a region that has just started knows nothing. */
            void check() {
                if (now.isBefore(birth.plusSeconds(birth.equals(start) ? 8 : 3))) {
                    return;
                }
                for (Target target : TARGETS) {
                    Vote vote = joined(target.endpoint(), live());
                    assertThat(vote).isNotNull();
                    assertThat(Objects.requireNonNull(vote).observation().health())
                            .isEqualTo(Health.UP);
                    assertThat(vote.confirmedAt())
                            .as("still a vote")
                            .isAfter(now.minus(Quorum.freshness(target.check())));
                }
            }

            @Override
            public Collection<ReplicaId> replicas() {
                Set<ReplicaId> all = new HashSet<>(told.keySet());
                all.add(id);
                return all;
            }

            @Override
            public @Nullable Vote by(ReplicaId replica, Endpoint endpoint) {
                if (!replica.equals(id)) {
                    return told.getOrDefault(replica, Map.of()).get(endpoint);
                }
                Finding found = findings.get(endpoint);
                return found == null
                        ? null
                        : new Vote(
                                new Observation(
                                        endpoint, REGION, found.health(), found.since(), found.at(), found.reason()),
                                found.at());
            }
        }
    }
}
