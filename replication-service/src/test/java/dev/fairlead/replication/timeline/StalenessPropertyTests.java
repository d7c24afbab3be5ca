package dev.fairlead.replication.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A primary, a replica and their two samplers on a simulated clock of one step per millisecond, through idleness, bursts,
 * paused replay and cuts; the simulation knows the truth, the age of the oldest acknowledged write that the replica does not
 * show. The bound must never be below it, and while everything is reachable not above the largest truth of the time one
 * reading takes by more than one sampling period and the round trips.
 */
class StalenessPropertyTests {

    private static final int STEPS = 40_000;
    private static final int PERIOD = 250;
    private static final DataCenterName PRIMARY = DataCenterName.of("us-east");
    private static final DataCenterName REPLICA = DataCenterName.of("us-west");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void boundIsNeverBelowTheTruthAndAboveItByAPeriodAtMost(long seed) {
        new Simulation(seed).run();
    }

    @Test
    void boundIsNeverBelowTheTruthForASeedNobodyChose() {
        new Simulation(System.nanoTime()).run();
    }

    private static final class Simulation {

        private final long seed;
        private final Random random;
        private final DatabaseEvidence evidence = new DatabaseEvidence(DatabaseName.of("shop"));
        private final List<Write> writes = new ArrayList<>();
        private final Sampler primarySampler;
        private final Sampler replicaSampler;
        private final long[] truths = new long[STEPS];
        private long written = 1_000;
        private long replayed = 1_000;
        private int visible;
        private int replicationDelay = 5;
        private int writesPerSecond;
        private boolean replayPaused;
        private boolean primaryCut;
        private boolean replicaCut;
        private int lastCut;
        private int certified;
        private long mostAbove;

        Simulation(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.primarySampler = new Sampler(random.nextInt(PERIOD));
            this.replicaSampler = new Sampler(random.nextInt(PERIOD));
            evidence.expect(PRIMARY);
            evidence.expect(REPLICA);
        }

        void run() {
            for (int now = 0; now < STEPS; now++) {
                if (random.nextInt(3_000) == 0) {
                    changeTheWeather();
                }
                write(now);
                replay(now);
                truths[now] = truth(now);
                primarySampler.step(
                        now,
                        primaryCut,
                        PRIMARY,
                        asked -> new Answer.Primary(new Branch(7, 1), at(asked), new Lsn(written)));
                replicaSampler.step(
                        now, replicaCut, REPLICA, asked -> new Answer.Replica(new Branch(7, 1), new Lsn(replayed)));
                check(now);
            }
            System.out.printf("seed=%d certified=%d of=%d most_above_truth_ms=%d%n", seed, certified, STEPS, mostAbove);
            assertThat(certified).as("seed %d", seed).isGreaterThan(STEPS / 2);
        }

        private void changeTheWeather() {
            writesPerSecond = new int[] {0, 0, 20, 400}[random.nextInt(4)];
            replicationDelay = new int[] {1, 5, 40, 300}[random.nextInt(4)];
            replayPaused = random.nextInt(5) == 0;
            primaryCut = random.nextInt(6) == 0;
            replicaCut = random.nextInt(6) == 0;
        }

        private void write(int now) {
            if (random.nextInt(1_000) < writesPerSecond) {
                written += 1 + random.nextInt(2_000);
                writes.add(new Write(now, written));
            }
        }

        private void replay(int now) {
            if (!replayPaused && random.nextInt(10) > 0) {
                while (visible < writes.size() && writes.get(visible).at + replicationDelay <= now) {
                    replayed = writes.get(visible++).end;
                }
            }
        }

        private long truth(int now) {
            return visible < writes.size() ? now - writes.get(visible).at : 0;
        }

        private void check(int now) {
            Freshness replica = evidence.findings(at(now), Duration.ofSeconds(1)).stream()
                    .map(Finding::freshness)
                    .filter(freshness -> freshness.dataCenter().equals(REPLICA))
                    .findFirst()
                    .orElseThrow();
            Long bound = replica.stalenessBoundMs();
            if (bound == null) {
                return;
            }
            certified++;
            assertThat(bound).as("seed %d at %d ms", seed, now).isGreaterThanOrEqualTo(truths[now]);
            long largest = truths[now];
            for (int t = Math.max(0, now - PERIOD / 2 - Sampler.MAX_ROUND_TRIP); t < now; t++) {
                largest = Math.max(largest, truths[t]);
            }
            lastCut = primaryCut || replicaCut ? now : lastCut;
            if (now - largest - 2 * PERIOD > lastCut) { // the primary could be asked when the oldest unseen write came
                mostAbove = Math.max(mostAbove, bound - largest);
                assertThat(bound)
                        .as("seed %d at %d ms", seed, now)
                        .isLessThanOrEqualTo(largest + PERIOD + 2 * Sampler.MAX_ROUND_TRIP);
            }
        }

        private static Instant at(int ms) {
            return Instant.EPOCH.plusMillis(ms);
        }

        /** Asks every half period, start to start; the server answers somewhere within the round trip. */
        private final class Sampler {

            static final int MAX_ROUND_TRIP = 60;

            private int nextStart;
            private int asked = -1;
            private int served = -1;
            private int received = -1;
            private @Nullable Answer answer;

            Sampler(int firstStart) {
                nextStart = firstStart;
            }

            void step(int now, boolean cut, DataCenterName member, Server server) {
                if (now == nextStart) {
                    int roundTrip = 1 + random.nextInt(MAX_ROUND_TRIP);
                    asked = now;
                    served = now + random.nextInt(roundTrip);
                    received = now + roundTrip;
                    nextStart = now + PERIOD / 2;
                }
                if (now == served) {
                    answer = server.answer(asked);
                }
                if (now == received && answer != null) {
                    if (cut) {
                        evidence.silent(member, "cut");
                    } else {
                        evidence.answered(member, answer);
                    }
                }
            }
        }
    }

    private interface Server {
        Answer answer(int asked);
    }

    private record Write(int at, long end) {}
}
