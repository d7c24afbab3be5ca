package dev.fairlead.replication.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseEvidenceTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");
    private static final Branch FIRST = new Branch(7, 1);
    private static final Branch SECOND = new Branch(7, 2);

    private final DatabaseEvidence evidence = new DatabaseEvidence(DatabaseName.of("shop"));

    @BeforeEach
    void expectThreeMembers() {
        evidence.expect(EAST);
        evidence.expect(WEST);
        evidence.expect(EUROPE);
    }

    @Test
    void knowsNothingOfAMemberThatWasNeverHeard() {
        evidence.silent(WEST, "connection refused");
        assertThat(of(WEST, 0).role()).isEqualTo(MemberRole.UNKNOWN);
        assertThat(of(WEST, 0).stalenessBoundMs()).isNull();
        assertThat(of(WEST, 0).bytesBehind()).isNull();
        assertThat(of(WEST, 0).reason()).isEqualTo("connection refused");
        assertThat(of(EUROPE, 0).reachable()).isFalse();
    }

    @Test
    void certifiesReplicasAgainstThePrimary() {
        primary(EAST, FIRST, 0, 100);
        primary(EAST, FIRST, 250, 180);
        replica(WEST, FIRST, 180);
        replica(EUROPE, FIRST, 130);
        assertThat(of(EAST, 300).stalenessBoundMs()).isZero();
        assertThat(of(WEST, 300).stalenessBoundMs()).isEqualTo(50);
        assertThat(of(WEST, 300).bytesBehind()).isZero();
        assertThat(of(EUROPE, 300).stalenessBoundMs()).isEqualTo(300);
        assertThat(of(EUROPE, 300).bytesBehind()).isEqualTo(50);
    }

    @Test
    void roundsABoundUpSoThatItIsNeverBelowTheTruth() {
        primary(EAST, FIRST, 0, 100);
        replica(WEST, FIRST, 100);
        Freshness west = find(WEST, START.plusNanos(1_000_001));
        assertThat(west.stalenessBoundMs()).isEqualTo(2);
    }

    @Test
    void growsForASilentReplicaAndSaysWhy() {
        primary(EAST, FIRST, 0, 100);
        replica(WEST, FIRST, 100);
        evidence.silent(WEST, "connection refused");
        primary(EAST, FIRST, 5_000, 200);
        Freshness west = of(WEST, 5_000);
        assertThat(west.reachable()).isFalse();
        assertThat(west.role()).isEqualTo(MemberRole.REPLICA);
        assertThat(west.stalenessBoundMs()).isEqualTo(5_000);
        assertThat(west.reason()).contains("does not answer: connection refused");
    }

    @Test
    void growsForEveryoneWhileThePrimaryIsSilentAndBytesAreUnknown() {
        primary(EAST, FIRST, 0, 100);
        replica(WEST, FIRST, 100);
        evidence.silent(EAST, "timeout");
        assertThat(of(WEST, 7_000).stalenessBoundMs()).isEqualTo(7_000);
        assertThat(of(WEST, 7_000).bytesBehind()).isNull();
        assertThat(of(WEST, 7_000).reason()).contains("primary us-east does not answer");
        assertThat(of(EAST, 7_000).stalenessBoundMs()).isEqualTo(7_000);
        assertThat(of(EAST, 7_000).role()).isEqualTo(MemberRole.PRIMARY);
    }

    @Test
    void doesNotCallAnOldPositionOfThePrimaryPresent() {
        primary(EAST, FIRST, 0, 100);
        replica(WEST, FIRST, 60);
        assertThat(of(WEST, 1_001).bytesBehind()).isNull();
        primary(EAST, FIRST, 1_100, 100);
        assertThat(of(WEST, 1_200).bytesBehind()).isEqualTo(40);
        assertThat(of(WEST, 2_101).bytesBehind()).isNull();
    }

    @Test
    void certifiesNothingWhileTwoMembersSayTheyArePrimary() {
        primary(EAST, FIRST, 0, 100);
        replica(EUROPE, FIRST, 100);
        primary(WEST, SECOND, 100, 120);
        for (DataCenterName member : new DataCenterName[] {EAST, WEST, EUROPE}) {
            assertThat(of(member, 200).stalenessBoundMs()).isNull();
            assertThat(of(member, 200).reason()).contains("needs an operator").contains("us-east and us-west");
        }
        replica(EAST, SECOND, 100);
        replica(EUROPE, SECOND, 120);
        assertThat(of(EUROPE, 300).stalenessBoundMs())
                .as("the history before is void")
                .isNull();
        primary(WEST, SECOND, 400, 120);
        assertThat(of(EUROPE, 500).stalenessBoundMs()).isEqualTo(100);
        assertThat(of(EAST, 500).stalenessBoundMs()).isNull();
    }

    @Test
    void aSilentPrimaryGivesWayToOneOnALaterTimeline() {
        primary(EAST, FIRST, 0, 100);
        replica(EUROPE, FIRST, 5_000);
        evidence.silent(EAST, "connection refused");
        primary(WEST, SECOND, 1_000, 120);
        assertThat(of(WEST, 1_100).role()).isEqualTo(MemberRole.PRIMARY);
        assertThat(of(WEST, 1_100).stalenessBoundMs()).isZero();
        assertThat(of(EAST, 1_100).role()).isEqualTo(MemberRole.UNKNOWN);
        assertThat(of(EAST, 1_100).reason()).contains("us-west is primary on timeline 2");
        assertThat(of(EUROPE, 1_100).stalenessBoundMs())
                .as("a replica of the dead timeline does not look fresh, however far it is")
                .isNull();
        replica(EUROPE, SECOND, 120);
        assertThat(of(EUROPE, 1_100).stalenessBoundMs()).isEqualTo(100);
    }

    @Test
    void aSilentPrimaryDoesNotGiveWayToAStrangerWhoNeverTookOver() {
        primary(EAST, FIRST, 0, 100);
        evidence.silent(EAST, "connection refused");
        primary(WEST, new Branch(8, 2), 1_000, 120);
        assertThat(of(WEST, 1_100).stalenessBoundMs()).isNull();
        assertThat(of(WEST, 1_100).reason()).contains("needs an operator");
    }

    @Test
    void growsWhenTheOnlyPrimaryBecameAReplica() {
        primary(EAST, FIRST, 0, 100);
        replica(WEST, FIRST, 100);
        replica(EAST, FIRST, 100);
        assertThat(of(WEST, 3_000).stalenessBoundMs()).isEqualTo(3_000);
        assertThat(of(WEST, 3_000).bytesBehind()).isNull();
        assertThat(of(WEST, 3_000).reason()).contains("no member says it is primary");
    }

    @Test
    void whatAForgottenMemberStillSaysIsNotHeard() {
        evidence.forget(EAST);
        primary(EAST, FIRST, 0, 100);
        replica(WEST, FIRST, 100);
        assertThat(of(WEST, 100).stalenessBoundMs()).isNull();
        assertThat(evidence.findings(START, PATIENCE)).hasSize(2);
    }

    private void primary(DataCenterName member, Branch branch, long ms, long written) {
        evidence.answered(member, new Answer.Primary(branch, START.plusMillis(ms), new Lsn(written)));
    }

    private void replica(DataCenterName member, Branch branch, long replayed) {
        evidence.answered(member, new Answer.Replica(branch, new Lsn(replayed)));
    }

    private Freshness of(DataCenterName member, long ms) {
        return find(member, START.plusMillis(ms));
    }

    private Freshness find(DataCenterName member, Instant now) {
        return evidence.findings(now, PATIENCE).stream()
                .map(Finding::freshness)
                .filter(freshness -> freshness.dataCenter().equals(member))
                .findFirst()
                .orElseThrow();
    }
}
