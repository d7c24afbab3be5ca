package dev.fairlead.health.quorum;

import static dev.fairlead.contracts.health.Health.DOWN;
import static dev.fairlead.contracts.health.Health.UNKNOWN;
import static dev.fairlead.contracts.health.Health.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RegionName HOME = RegionName.of("home");
    private static final Set<RegionName> WITH_HOME = Set.of(HOME, RegionName.of("a"), RegionName.of("b"));
    private static final Endpoint ENDPOINT =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));
    private static final Target TARGET = new Target(ENDPOINT, "shop.test", HealthCheck.defaults(), HOME);

    /** One letter for each vantage point a, b, c…: Down, Up, no finding yet (n), silent (-), spoke too long ago (s). */
    private static List<Vote> votes(String letters) {
        List<Vote> votes = new ArrayList<>();
        for (int i = 0; i < letters.length(); i++) {
            RegionName voter = RegionName.of(String.valueOf((char) ('a' + i)));
            switch (letters.charAt(i)) {
                case 'D' -> votes.add(vote(voter, DOWN, NOW.minusMillis(100 + i)));
                case 'U' -> votes.add(vote(voter, UP, NOW.minusMillis(100 + i)));
                case 'n' -> votes.add(vote(voter, UNKNOWN, NOW.minusMillis(100 + i)));
                case 's' -> votes.add(vote(voter, DOWN, NOW.minusSeconds(4)));
                default -> {}
            }
        }
        return votes;
    }

    private static Vote vote(RegionName voter, Health health, Instant at) {
        return new Vote(new Observation(ENDPOINT, voter, health, at, at, "reason of " + voter), at);
    }

    private static Electorate electorate(int size, int quorum) {
        Set<RegionName> all = IntStream.range(0, size)
                .mapToObj(i -> RegionName.of(String.valueOf((char) ('a' + i))))
                .collect(Collectors.toSet());
        return new Electorate(all, quorum, all);
    }

    private static Verdict decide(String letters, int quorum, @Nullable Verdict previous) {
        return Quorum.decide(TARGET, votes(letters), electorate(letters.length(), quorum), previous, NOW);
    }

    @ParameterizedTest
    @CsvSource({
        // votes, quorum, verdict
        "D,     1, DOWN",
        "U,     1, UP",
        "n,     1, UNKNOWN",
        "-,     1, UNKNOWN",
        "s,     1, UNKNOWN",
        "DD,    2, DOWN",
        "DU,    1, UNKNOWN",
        "D-,    2, UNKNOWN",
        "D-,    1, DOWN",
        "Dn,    1, UNKNOWN",
        "DDU,   2, DOWN",
        "DUU,   2, UP",
        "DD-,   2, DOWN",
        "DDn,   2, DOWN",
        "Dns,   1, UNKNOWN",
        "D--,   2, UNKNOWN",
        "Dss,   2, UNKNOWN",
        "UUs,   2, UP",
        "DUn,   1, UNKNOWN",
        "DDUU,  2, UNKNOWN",
        "DDDU,  2, DOWN",
        "DDUUU, 2, UP",
        "DDUUU, 4, UNKNOWN",
        "DDD--, 3, DOWN",
    })
    void decidesByMajorityOfTheFreshAndByQuorum(String letters, int quorum, Health expected) {
        assertThat(decide(letters, quorum, null).health()).isEqualTo(expected);
    }

    @Test
    void theRegionOfTheDataCenterDoesNotVote() {
        Electorate three = new Electorate(WITH_HOME, 2, WITH_HOME);
        List<Vote> votes = new ArrayList<>(votes("DU"));
        votes.add(vote(HOME, DOWN, NOW));

        Verdict verdict = Quorum.decide(TARGET, votes, three, null, NOW);

        assertThat(verdict.health()).isEqualTo(UNKNOWN);
        assertThat(verdict.votes()).extracting(Observation::vantagePoint).doesNotContain(HOME);
    }

    @Test
    void theRegionOfTheDataCenterVotesWhenItIsAlone() {
        Verdict verdict = Quorum.decide(
                TARGET, List.of(vote(HOME, DOWN, NOW)), new Electorate(Set.of(HOME), 1, Set.of(HOME)), null, NOW);

        assertThat(verdict.health()).isEqualTo(DOWN);
    }

    @ParameterizedTest
    @CsvSource({
        // of home, of a; verdict
        "DOWN, DOWN, DOWN",
        "UP,   UP,   UP",
        "UP,   DOWN, UNKNOWN",
        "DOWN, UP,   UNKNOWN",
    })
    void theRegionOfTheDataCenterVotesWhenTooFewOthersAreHeard(Health ofHome, Health ofA, Health expected) {
        RegionName a = RegionName.of("a");
        List<Vote> votes = List.of(vote(HOME, ofHome, NOW), vote(a, ofA, NOW));

        Verdict verdict = Quorum.decide(TARGET, votes, new Electorate(WITH_HOME, 2, Set.of(HOME, a)), null, NOW);

        assertThat(verdict.health()).isEqualTo(expected);
    }

    @Test
    void whoIsNotConfiguredDoesNotVote() {
        Verdict verdict = Quorum.decide(TARGET, votes("DDD"), electorate(1, 1), null, NOW);

        assertThat(verdict.votes()).extracting(Observation::vantagePoint).containsExactly(RegionName.of("a"));
    }

    @Test
    void carriesTheStartOfTheLastProbeThatSettledIt() {
        Verdict verdict = decide("UDD", 2, null);

        assertThat(verdict.proof()).isEqualTo(NOW.minusMillis(101));
        assertThat(verdict.since()).isEqualTo(NOW);
        assertThat(verdict.reason()).isEqualTo("down by 2 of 3 (b: reason of b, c: reason of c)");
    }

    @Test
    void keepsBeginningAndProofWhileItStaysTheSame() {
        Verdict first = decide("DD", 2, null);

        Verdict later = Quorum.decide(TARGET, votes("DD"), electorate(2, 2), first, NOW.plusSeconds(1));

        assertThat(later.since()).isEqualTo(first.since());
        assertThat(later.proof()).isEqualTo(first.proof());
    }

    @Test
    void becomesUnknownWhenEvidenceIsLackingAndSaysWhatItWas() {
        Verdict down = decide("DD", 2, null);

        Verdict unknown = decide("D-", 2, down);

        assertThat(unknown.health()).isEqualTo(UNKNOWN);
        assertThat(unknown.proof()).isEqualTo(down.proof());
        assertThat(unknown.reason()).isEqualTo("no quorum of 2: 1 down, 0 up of 1 fresh vantage points; was down");
        assertThat(decide("--", 2, unknown).reason()).isEqualTo(unknown.reason());
    }

    @Test
    void keepsARestoredVerdictUntilThereIsAQuorumOfFindings() {
        Transition last =
                new Transition(ENDPOINT, HOME, UP, DOWN, NOW.minusSeconds(60), NOW.minusSeconds(61), "refused");
        Verdict restored = Quorum.restored(last);

        assertThat(decide("---", 2, restored)).isEqualTo(restored);
        assertThat(decide("nnn", 2, restored)).isEqualTo(restored);
        assertThat(decide("U--", 2, restored)).isEqualTo(restored);
        assertThat(decide("DDn", 2, restored).since()).isEqualTo(restored.since());
        assertThat(decide("UU-", 2, restored).health()).isEqualTo(UP);
        assertThat(decide("UD-", 2, restored).health()).isEqualTo(UNKNOWN);
    }

    @Test
    void judgesNothingWhileItIsIsolatedEvenWhenAQuorumOnItsSideAgrees() {
        Electorate smallerSide = new Electorate(
                electorate(5, 2).vantagePoints(), 2, electorate(2, 2).vantagePoints());
        Verdict up = decide("UU", 2, null);
        Verdict restored = Quorum.restored(new Transition(ENDPOINT, HOME, DOWN, UP, NOW, NOW, "status 200"));

        Verdict cutOff = Quorum.decide(TARGET, votes("DD---"), smallerSide, up, NOW);

        assertThat(cutOff.health()).isEqualTo(UNKNOWN);
        assertThat(cutOff.reason()).isEqualTo("isolated: this region hears 2 of 5 regions; was up");
        assertThat(Quorum.decide(TARGET, votes("DD---"), smallerSide, restored, NOW))
                .isEqualTo(restored);
    }

    @Test
    void waitsForTheTimeoutBeforeAVoteIsTooOld() {
        HealthCheck slow = new HealthCheck(HealthCheck.Kind.HTTP, "/", 2_000, 5_000, 100, 3, 2);

        assertThat(Quorum.freshness(slow)).isEqualTo(Duration.ofSeconds(11));
        assertThat(Quorum.freshness(HealthCheck.defaults())).isEqualTo(Duration.ofMillis(3_500));
    }

    @Test
    void aVoteFromBeforeTheClockWasSetBackIsNone() {
        Verdict verdict = Quorum.decide(TARGET, votes("UUU"), electorate(3, 2), null, NOW.minus(Duration.ofHours(1)));

        assertThat(verdict.health()).isEqualTo(UNKNOWN);
        assertThat(verdict.votes()).isEmpty();
    }

    @Test
    void refusesAQuorumThatCannotBeReached() {
        assertThatThrownBy(() -> electorate(2, 3)).hasMessage("quorum 3 is not between 1 and the 2 vantage points");
        assertThatThrownBy(() -> electorate(2, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverDecidesWithoutAQuorumWhateverIsHeardInWhateverOrder() {
        long seed = System.nanoTime();
        System.out.println("seed=" + seed);
        Random random = new Random(seed);
        Verdict previous = null;
        for (int round = 0; round < 20_000; round++) {
            int size = 1 + random.nextInt(5);
            int quorum = 1 + random.nextInt(size);
            StringBuilder letters = new StringBuilder();
            for (int i = 0; i < size; i++) {
                letters.append("DUn-s".charAt(random.nextInt(5)));
            }
            List<Vote> votes = votes(letters.toString());
            Verdict verdict = Quorum.decide(TARGET, votes, electorate(size, quorum), previous, NOW);
            Collections.shuffle(votes, random);
            assertThat(Quorum.decide(TARGET, votes, electorate(size, quorum), previous, NOW))
                    .as("seed %d: %s in another order", seed, letters)
                    .isEqualTo(verdict);

            long down = letters.chars().filter(c -> c == 'D').count();
            long up = letters.chars().filter(c -> c == 'U').count();
            long fresh = letters.chars().filter(c -> "DUn".indexOf(c) >= 0).count();
            assertThat(verdict.health() == DOWN)
                    .as("seed %d: %s by %d", seed, letters, quorum)
                    .isEqualTo(down >= quorum && 2 * down > fresh);
            assertThat(verdict.health() == UP)
                    .as("seed %d: %s by %d", seed, letters, quorum)
                    .isEqualTo(up >= quorum && 2 * up > fresh);
            if (previous != null && previous.health() == verdict.health()) {
                assertThat(verdict.since()).as("seed %d", seed).isEqualTo(previous.since());
            }
            previous = verdict;
        }
    }
}
