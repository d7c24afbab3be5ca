package dev.fairlead.replication.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Answer;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.DatabaseEvidence;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any three regions may say, generated: out of anything at all, and out of real evidence of one sampled database. */
class MergePropertyTests {

    private static final List<RegionName> REGIONS =
            List.of(RegionName.of("here"), RegionName.of("there"), RegionName.of("beyond"));
    private static final List<DataCenterName> MEMBERS =
            List.of(DataCenterName.of("us-east"), DataCenterName.of("us-west"), DataCenterName.of("eu-west"));
    private static final DatabaseName SHOP = DatabaseName.of("shop");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void neitherOrderNorRepetitionMattersAndRegionsDifferInWordsOnly(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Voice> voices = anything(random);
            List<Freshness> merged = Merge.of(REGIONS.getFirst(), voices);

            List<Voice> otherwise = new ArrayList<>(voices);
            otherwise.addAll(voices.subList(0, random.nextInt(voices.size())));
            Collections.shuffle(otherwise, random);

            assertThat(Merge.of(REGIONS.getFirst(), otherwise))
                    .as("seed %d, %s", seed, voices)
                    .isEqualTo(merged);
            assertThat(Merge.of(REGIONS.getLast(), voices))
                    .as("seed %d, %s", seed, voices)
                    .usingRecursiveComparison()
                    .ignoringFields("reason")
                    .isEqualTo(merged);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void oneMoreRegionInTheSameHistoryOnlyMakesMembersReachableAndBoundsSmaller(long seed) {
        Random random = new Random(seed);
        DataCenterName member = MEMBERS.getFirst();
        for (int round = 0; round < 500; round++) {
            List<Voice> voices = new ArrayList<>();
            for (RegionName region : REGIONS) {
                voices.add(voice(random, region, member, MemberRole.REPLICA, new Branch(7, 1), 100));
            }
            Freshness all = Merge.of(REGIONS.getFirst(), voices).getFirst();
            Freshness fewer = Merge.of(REGIONS.getFirst(), voices.subList(0, 2)).getFirst();
            assertThat(all.reachable() || !fewer.reachable()).isTrue();
            assertThat(bound(all)).as("seed %d, %s", seed, voices).isLessThanOrEqualTo(bound(fewer));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void noRegionTellsABoundBelowTheTruth(long seed) {
        new Simulation(seed).run();
    }

    private static long bound(Freshness freshness) {
        Long bound = freshness.stalenessBoundMs();
        return bound == null ? Long.MAX_VALUE : bound;
    }

    private static List<Voice> anything(Random random) {
        List<Voice> voices = new ArrayList<>();
        for (RegionName region : REGIONS) {
            for (DataCenterName member : MEMBERS) {
                MemberRole role = MemberRole.values()[random.nextInt(3)];
                Branch branch = new Branch(7 + random.nextInt(8) / 7, 1 + random.nextInt(2));
                voices.add(voice(random, region, member, role, branch, random.nextInt(3)));
            }
        }
        return voices;
    }

    private static Voice voice(
            Random random, RegionName region, DataCenterName member, MemberRole role, Branch branch, long position) {
        Long bound = role == MemberRole.UNKNOWN || random.nextInt(4) == 0 ? null : (long) random.nextInt(5_000);
        Freshness freshness = new Freshness(SHOP, member, role, random.nextBoolean(), bound, null, "by " + region);
        return new Voice(
                region,
                Duration.ofMillis(random.nextInt(3) * 500),
                new Finding(
                        freshness, role == MemberRole.UNKNOWN ? null : new Finding.Basis(branch, new Lsn(position))));
    }

    /**
     * A primary that is written to and a replica that follows it, stands still, and is now and then rebuilt from an old backup;
     * three regions that sample both, lose sight of either, and hear of each other late. One step is ten milliseconds; the truth
     * is the age of the oldest write that the replica does not show.
     */
    private static final class Simulation {

        private static final int STEPS = 30_000;
        private static final int FRESH = 300;
        private static final DataCenterName PRIMARY = MEMBERS.get(0);
        private static final DataCenterName REPLICA = MEMBERS.get(1);
        private static final Branch BRANCH = new Branch(7, 1);

        private final long seed;
        private final Random random;
        private final List<Region> regions = new ArrayList<>();
        private final List<Integer> writes = new ArrayList<>();
        private int replayed;
        private boolean replays = true;
        private int backAt = -1;
        private int rebuilds;
        private int byOthers;

        Simulation(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            REGIONS.forEach(name -> regions.add(new Region(name)));
        }

        void run() {
            for (int now = 0; now < STEPS; now++) {
                live(now);
                for (Region region : regions) {
                    region.sample(now);
                    region.listen(now);
                }
                for (Region region : regions) {
                    check(region, now);
                }
            }
            assertThat(rebuilds).as("seed %d", seed).isPositive();
            assertThat(byOthers).as("seed %d", seed).isGreaterThan(STEPS / 10);
        }

        private void live(int now) {
            if (random.nextInt(20) == 0) {
                writes.add(now);
            }
            if (random.nextInt(300) == 0) {
                replays = !replays;
            }
            if (backAt < 0 && random.nextInt(5_000) == 0) {
                backAt = now
                        + FRESH
                        + 100
                        + random.nextInt(200); // no backup is restored within the seconds a region counts as heard
                rebuilds++;
            }
            if (backAt == now) {
                replayed = random.nextInt(replayed + 1);
                backAt = -1;
            }
            if (backAt < 0 && replays) {
                replayed = writes.size();
            }
        }

        private void check(Region region, int now) {
            Freshness merged = region.merged(now);
            if (backAt >= 0 || (rebuilds > 0 && !merged.reachable())) {
                return; // it answers nobody, or nobody who is heard knows what came back
            }
            long truth = replayed < writes.size() ? (now - writes.get(replayed)) * 10L : 0;
            assertThat(bound(merged))
                    .as("seed %d, step %d, %s", seed, now, merged)
                    .isGreaterThanOrEqualTo(truth);
            byOthers += merged.reason().contains("as region") ? 1 : 0;
        }

        private static Instant at(int step) {
            return Instant.EPOCH.plusMillis(step * 10L);
        }

        private final class Region {

            private final RegionName name;
            private final DatabaseEvidence evidence = new DatabaseEvidence(SHOP);
            private final List<Told> told = new ArrayList<>();
            private boolean seesPrimary = true;
            private boolean seesReplica = true;

            Region(RegionName name) {
                this.name = name;
                evidence.expect(PRIMARY);
                evidence.expect(REPLICA);
            }

            void sample(int now) {
                if (random.nextInt(500) == 0) {
                    seesPrimary = random.nextInt(3) > 0;
                    seesReplica = random.nextInt(3) > 0;
                }
                if (random.nextInt(12) == 0) {
                    take(PRIMARY, seesPrimary, new Answer.Primary(BRANCH, at(now), new Lsn(writes.size())));
                }
                if (random.nextInt(12) == 0 || backAt >= 0) {
                    take(REPLICA, seesReplica && backAt < 0, new Answer.Replica(BRANCH, new Lsn(replayed)));
                }
            }

            private void take(DataCenterName member, boolean answers, Answer answer) {
                if (answers) {
                    evidence.answered(member, answer);
                } else {
                    evidence.silent(member, "cut");
                }
            }

            void listen(int now) {
                Region other = regions.get(random.nextInt(regions.size()));
                if (other != this && random.nextInt(30) == 0) {
                    int asked = now - random.nextInt(20); // the question was under way for this long
                    told.removeIf(before -> before.region.equals(other.name));
                    told.add(new Told(other.name, asked, other.findings(now)));
                }
            }

            List<Finding> findings(int now) {
                return evidence.findings(at(now), Duration.ofSeconds(1));
            }

            Freshness merged(int now) {
                List<Voice> voices = new ArrayList<>();
                findings(now).forEach(finding -> voices.add(new Voice(name, Duration.ZERO, finding)));
                for (Told one : told) {
                    if (now - one.asked <= FRESH) {
                        Duration age = Duration.between(at(one.asked), at(now));
                        one.findings.forEach(finding -> voices.add(new Voice(one.region, age, finding)));
                    }
                }
                return Merge.of(name, voices).stream()
                        .filter(freshness -> freshness.dataCenter().equals(REPLICA))
                        .findFirst()
                        .orElseThrow();
            }
        }

        private record Told(RegionName region, int asked, List<Finding> findings) {}
    }
}
