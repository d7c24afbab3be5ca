package dev.fairlead.replication.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergeTests {

    private static final RegionName HERE = RegionName.of("here");
    private static final RegionName THERE = RegionName.of("there");
    private static final RegionName BEYOND = RegionName.of("beyond");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Branch FIRST = new Branch(7, 1);
    private static final Branch SECOND = new Branch(7, 2);
    private static final Branch ANOTHER_SYSTEM = new Branch(8, 1);

    private final List<Voice> voices = new ArrayList<>();

    @Test
    void changesNothingOfWhatASingleRegionFinds() {
        primary(HERE, 0, EAST, FIRST, true, 0);
        replica(HERE, 0, WEST, FIRST, true, 40, 100);
        assertThat(of(EAST)).isEqualTo(voices.get(0).freshness());
        assertThat(of(WEST)).isEqualTo(voices.get(1).freshness());
    }

    @Test
    void takesTheSmallestBoundAgedSinceItsRegionWasAskedAndSaysWhose() {
        primary(HERE, 0, EAST, FIRST, true, 0);
        replica(HERE, 0, WEST, FIRST, true, 5_000, 100);
        replica(THERE, 400, WEST, FIRST, true, 30, 100);
        replica(BEYOND, 900, WEST, FIRST, true, 10, 100);
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(430);
        assertThat(of(WEST).bytesBehind()).isNull();
        assertThat(of(WEST).reason()).isEqualTo("replica; as region there said 0.400 s ago");
    }

    @Test
    void roundsAnAgeUpSoThatABoundIsNeverBelowTheTruth() {
        voices.add(new Voice(THERE, Duration.ofNanos(1), finding(WEST, MemberRole.REPLICA, true, 30L, FIRST, 100)));
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(31);
    }

    @Test
    void believesARegionThatReachesAMemberThisOneDoesNot() {
        primary(HERE, 0, EAST, FIRST, true, 0);
        nothing(HERE, 0, WEST, "connection refused");
        replica(THERE, 200, WEST, FIRST, true, 30, 100);
        assertThat(of(WEST).reachable()).isTrue();
        assertThat(of(WEST).role()).isEqualTo(MemberRole.REPLICA);
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(230);
    }

    @Test
    void saysWhyNothingIsCertifiedInItsOwnWords() {
        nothing(HERE, 0, WEST, "connection refused");
        nothing(THERE, 200, WEST, "no route to host");
        assertThat(of(WEST).reachable()).isFalse();
        assertThat(of(WEST).stalenessBoundMs()).isNull();
        assertThat(of(WEST).reason()).isEqualTo("connection refused");
    }

    @Test
    void leavesOutWhatIsCertifiedInAnotherHistoryThanThatOfTheNewestPrimary() {
        primary(HERE, 0, EAST, FIRST, false, 9_000);
        replica(HERE, 0, WEST, FIRST, false, 9_000, 100);
        primary(THERE, 100, WEST, SECOND, true, 0);
        replica(THERE, 100, EAST, SECOND, true, 50, 200);
        replica(BEYOND, 100, EAST, FIRST, true, 1, 300);
        assertThat(of(WEST).role()).isEqualTo(MemberRole.PRIMARY);
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(100);
        assertThat(of(EAST).role()).isEqualTo(MemberRole.REPLICA);
        assertThat(of(EAST).stalenessBoundMs()).isEqualTo(150);
    }

    @Test
    void certifiesNothingOfAMemberThatIsOnlyKnownInAnEarlierHistory() {
        primary(HERE, 0, WEST, SECOND, true, 0);
        replica(THERE, 100, EAST, FIRST, true, 1, 300);
        assertThat(of(EAST).stalenessBoundMs()).isNull();
        assertThat(of(EAST).reason())
                .isEqualTo("not certified: replica on timeline 1; as region there said 0.100 s ago;"
                        + " us-west is primary on timeline 2");
    }

    @Test
    void aPrimaryThatARegionStillTellsOfGivesWayToALaterOneThatRegionHasNotMet() {
        primary(THERE, 900, EAST, FIRST, true, 0);
        primary(HERE, 0, WEST, SECOND, true, 0);
        assertThat(of(WEST).stalenessBoundMs()).isZero();
        assertThat(of(EAST).role()).isEqualTo(MemberRole.UNKNOWN);
        assertThat(of(EAST).stalenessBoundMs()).isNull();
    }

    @Test
    void certifiesNothingWhileARegionReachesTwoPrimariesAtOnce() {
        disputed(THERE, 100, EAST, FIRST);
        disputed(THERE, 100, WEST, SECOND);
        primary(HERE, 0, WEST, SECOND, true, 0);
        assertThat(of(WEST).role()).isEqualTo(MemberRole.PRIMARY);
        assertThat(of(EAST).role()).isEqualTo(MemberRole.PRIMARY);
        assertThat(of(WEST).stalenessBoundMs()).isNull();
        assertThat(of(WEST).reason())
                .isEqualTo("needs an operator: us-east and us-west all say they are primary, nothing is certified");
    }

    @Test
    void certifiesNothingWhileRegionsReachPrimariesOfDifferentSystems() {
        primary(HERE, 0, EAST, FIRST, true, 0);
        primary(THERE, 100, WEST, ANOTHER_SYSTEM, true, 0);
        assertThat(of(EAST).stalenessBoundMs()).isNull();
        assertThat(of(WEST).stalenessBoundMs()).isNull();
    }

    @Test
    void aRegionThatReachesAMemberIsBelievedOverOneThatRemembersItAsPrimary() {
        primary(HERE, 0, EAST, FIRST, false, 60_000);
        primary(THERE, 100, EAST, ANOTHER_SYSTEM, true, 0);
        replica(THERE, 100, WEST, ANOTHER_SYSTEM, true, 20, 100);
        assertThat(of(EAST).stalenessBoundMs()).isEqualTo(100);
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(120);
    }

    @Test
    void forgetsABoundOfBeforeAMemberWentBack() {
        primary(HERE, 0, EAST, FIRST, true, 0);
        replica(HERE, 0, WEST, FIRST, true, 3_600_000, 100);
        replica(THERE, 0, WEST, FIRST, false, 4_000, 101);
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(3_600_000);
    }

    @Test
    void keepsABoundOfAMemberThatIsStillWhereItWas() {
        replica(HERE, 0, WEST, FIRST, true, 3_600_000, 101);
        replica(THERE, 0, WEST, FIRST, false, 4_000, 101);
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(4_000);
    }

    @Test
    void aPrimaryThatNobodyReachesAgesSinceItWasReachedLast() {
        primary(HERE, 0, EAST, FIRST, false, 9_000);
        primary(THERE, 500, EAST, FIRST, false, 2_000);
        assertThat(of(EAST).role()).isEqualTo(MemberRole.PRIMARY);
        assertThat(of(EAST).reachable()).isFalse();
        assertThat(of(EAST).stalenessBoundMs()).isEqualTo(2_500);
    }

    private Freshness of(DataCenterName member) {
        return Merge.of(HERE, voices).stream()
                .filter(freshness -> freshness.dataCenter().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private void primary(
            RegionName region, long ageMs, DataCenterName member, Branch branch, boolean reachable, long boundMs) {
        add(region, ageMs, finding(member, MemberRole.PRIMARY, reachable, boundMs, branch, 1_000));
    }

    private void disputed(RegionName region, long ageMs, DataCenterName member, Branch branch) {
        add(region, ageMs, finding(member, MemberRole.PRIMARY, true, null, branch, 1_000));
    }

    private void replica(
            RegionName region,
            long ageMs,
            DataCenterName member,
            Branch branch,
            boolean reachable,
            long boundMs,
            long position) {
        add(region, ageMs, finding(member, MemberRole.REPLICA, reachable, boundMs, branch, position));
    }

    private void nothing(RegionName region, long ageMs, DataCenterName member, String reason) {
        Freshness freshness =
                new Freshness(DatabaseName.of("shop"), member, MemberRole.UNKNOWN, false, null, null, reason);
        add(region, ageMs, new Finding(freshness, null));
    }

    private void add(RegionName region, long ageMs, Finding finding) {
        voices.add(new Voice(region, Duration.ofMillis(ageMs), finding));
    }

    private static Finding finding(
            DataCenterName member,
            MemberRole role,
            boolean reachable,
            @Nullable Long boundMs,
            Branch branch,
            long position) {
        Freshness freshness = new Freshness(
                DatabaseName.of("shop"),
                member,
                role,
                reachable,
                boundMs,
                0L,
                role == MemberRole.PRIMARY ? "primary" : "replica");
        return new Finding(freshness, new Finding.Basis(branch, new Lsn(position)));
    }
}
