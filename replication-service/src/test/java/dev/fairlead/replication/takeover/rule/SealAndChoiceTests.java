package dev.fairlead.replication.takeover.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.contracts.replication.DatabaseSpec.Synchronous;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Lsn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealAndChoiceTests {

    private static final Branch BRANCH = new Branch(7, 3);
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");

    @Test
    void oneOfTwoIsNotEnoughWhereOneAcknowledgementIs() {
        SealRule rule = SealRule.of(spec(3, 1), name(0));

        assertThat(rule.needed()).isEqualTo(2);
        assertThat(rule.missing(Set.of(name(1))))
                .hasValue("1 of the 2 standbys are sealed that have to be, of dc-1, dc-2");
        assertThat(rule.missing(Set.of(name(1), name(2)))).isEmpty();
    }

    @Test
    void oneOfTwoIsEnoughWhereBothHaveToAcknowledgeAndWhereNobodyDoes() {
        assertThat(SealRule.of(spec(3, 2), name(0)).missing(Set.of(name(2)))).isEmpty();
        assertThat(SealRule.of(spec(3, null), name(0)).missing(Set.of(name(2)))).isEmpty();
        assertThat(SealRule.of(spec(3, null), name(0)).missing(Set.of())).isPresent();
    }

    /** Any n, any k, standbys that have received any prefix of the log, and any of them sealed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoeverIsChosenHasAllThatWasAcknowledgedAndNothingMoreCanBe(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int members = random.nextInt(2, 8);
            int k = random.nextInt(1, members);
            SealRule rule = SealRule.of(spec(members, k), name(0));
            Map<DataCenterName, Lsn> received = new HashMap<>();
            IntStream.range(1, members).forEach(i -> received.put(name(i), new Lsn(random.nextLong(1, 6))));
            Set<DataCenterName> sealed = new HashSet<>(received.keySet());
            sealed.removeIf(standby -> random.nextInt(3) == 0);
            long acknowledged = received.values().stream()
                    .map(Lsn::bytes)
                    .sorted(Comparator.reverseOrder())
                    .toList()
                    .get(k - 1);
            if (rule.missing(sealed).isPresent()) {
                continue;
            }

            Choice choice = Choice.of(candidates(sealed, received), BRANCH, List.of(), null);

            String given = "seed %d, k %d, received %s, sealed %s".formatted(seed, k, received, sealed);
            assertThat(choice).as(given).isInstanceOf(Choice.Take.class);
            assertThat(((Choice.Take) choice).candidate().received().bytes())
                    .as(given)
                    .isGreaterThanOrEqualTo(acknowledged);
            assertThat(received.size() - sealed.size())
                    .as(given + ": standbys that could still acknowledge")
                    .isLessThan(k);
        }
    }

    private static List<Candidate> candidates(Set<DataCenterName> sealed, Map<DataCenterName, Lsn> received) {
        List<Candidate> candidates = new ArrayList<>();
        received.forEach((name, lsn) -> {
            if (sealed.contains(name)) {
                candidates.add(new Candidate(name, BRANCH, lsn));
            }
        });
        return candidates;
    }

    @Test
    void preferenceDecidesBetweenEqualsOnlyAndThenTheName() {
        List<Candidate> equal = List.of(at(WEST, 9), at(EUROPE, 9));
        assertThat(taken(Choice.of(equal, BRANCH, List.of(WEST), null))).isEqualTo(WEST);
        assertThat(taken(Choice.of(equal, BRANCH, List.of(), null))).isEqualTo(EUROPE);
        assertThat(taken(Choice.of(List.of(at(WEST, 8), at(EUROPE, 9)), BRANCH, List.of(WEST), null)))
                .isEqualTo(EUROPE);
    }

    @Test
    void refusesAnAskedOneThatLacksWhatAnotherHasAndSaysHowMuch() {
        Choice choice = Choice.of(List.of(at(WEST, 100), at(EUROPE, 356)), BRANCH, List.of(), WEST);

        assertThat(choice).isInstanceOf(Choice.Behind.class);
        assertThat(((Choice.Behind) choice).reason())
                .isEqualTo("us-west has received up to 0/64, 256 bytes less than eu-west");
        assertThat(taken(Choice.of(List.of(at(WEST, 356), at(EUROPE, 356)), BRANCH, List.of(EUROPE), WEST)))
                .isEqualTo(WEST);
        assertThat(Choice.of(List.of(at(WEST, 1)), BRANCH, List.of(), EAST)).isInstanceOf(Choice.None.class);
    }

    @Test
    void neverComparesPositionsOfDifferentHistories() {
        Candidate old = new Candidate(WEST, new Branch(7, 2), new Lsn(1_000));
        Candidate foreign = new Candidate(EAST, new Branch(8, 3), new Lsn(1_000));

        assertThat(taken(Choice.of(List.of(old, foreign, at(EUROPE, 1)), BRANCH, List.of(), null)))
                .isEqualTo(EUROPE);
        assertThat(Choice.of(List.of(old, foreign), BRANCH, List.of(), null)).isInstanceOf(Choice.None.class);
        assertThat(Choice.of(List.of(old, at(EUROPE, 1)), null, List.of(), null))
                .isInstanceOf(Choice.None.class);
    }

    private static DataCenterName taken(Choice choice) {
        assertThat(choice).isInstanceOf(Choice.Take.class);
        return ((Choice.Take) choice).candidate().dataCenter();
    }

    private static Candidate at(DataCenterName name, long bytes) {
        return new Candidate(name, BRANCH, new Lsn(bytes));
    }

    private static DataCenterName name(int i) {
        return DataCenterName.of("dc-" + i);
    }

    private static DatabaseSpec spec(int members, @Nullable Integer acknowledgements) {
        List<DataCenterName> names =
                IntStream.range(0, members).mapToObj(SealAndChoiceTests::name).toList();
        return new DatabaseSpec(
                "shop",
                "shop",
                names.stream()
                        .map(name -> new Member(name, new EndpointAddress("192.0.2.1", 5_432)))
                        .toList(),
                250,
                Kind.POSTGRESQL,
                acknowledgements == null ? null : new Synchronous(names, acknowledgements),
                TakeoverPolicy.defaults());
    }
}
