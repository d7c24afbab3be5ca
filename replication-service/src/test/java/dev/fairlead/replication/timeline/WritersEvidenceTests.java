package dev.fairlead.replication.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WritersEvidenceTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final WritersEvidence evidence = new WritersEvidence(DatabaseName.of("shop"));
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void expectTwo() {
        evidence.expect(EAST);
        evidence.expect(WEST);
    }

    private void says(DataCenterName member, long system, long written, Answer.Writer.Slot slot, String... receives) {
        evidence.answered(
                member,
                new Answer.Writer(
                        new Branch(system, 1),
                        now,
                        new Lsn(written),
                        List.of(slot),
                        List.of(receives).stream()
                                .map(name -> new Answer.Writer.Subscription(name, true, null))
                                .toList()));
    }

    private static Answer.Writer.Slot slot(String name, long confirmed) {
        return new Answer.Writer.Slot(name, true, new Lsn(confirmed));
    }

    private Freshness of(DataCenterName member) {
        return evidence.findings(now, PATIENCE).stream()
                .map(Finding::freshness)
                .filter(one -> one.dataCenter().equals(member))
                .findFirst()
                .orElseThrow();
    }

    private void both(long eastHasOfWest) {
        says(EAST, 1, 100, slot("us_west", 100), "us_east");
        says(WEST, 2, 500, slot("us_east", eastHasOfWest), "us_west");
    }

    @Test
    void countsForEachWhatTheOtherSentAndItConfirmed() {
        both(500);
        now = now.plusMillis(400);
        says(WEST, 2, 600, slot("us_east", 500), "us_west");
        assertThat(of(EAST).role()).isEqualTo(MemberRole.WRITER);
        assertThat(of(EAST).stalenessBoundMs()).isEqualTo(400);
        assertThat(of(EAST).bytesBehind()).isEqualTo(100);
        says(EAST, 1, 100, slot("us_west", 100), "us_east");
        assertThat(of(WEST).stalenessBoundMs()).isZero();
    }

    @Test
    void certifiesNothingBehindTheOldestSampleOrWithoutASubscription() {
        both(400);
        assertThat(of(EAST).stalenessBoundMs()).isNull();
        assertThat(of(EAST).reason()).contains("us-west").contains("behind the oldest sample");
        says(EAST, 1, 100, slot("us_west", 100));
        assertThat(of(EAST).reason()).contains("no slot of us-west is one of a subscription of us-east");
        assertThat(of(WEST).stalenessBoundMs()).isZero();
    }

    @Test
    void holdsNobodyToWhatALostMemberDidNotSend() {
        both(500);
        evidence.silent(WEST, "refused");
        now = now.plusSeconds(9);
        says(EAST, 1, 100, slot("us_west", 100), "us_east");
        assertThat(of(EAST).stalenessBoundMs()).isZero();
        assertThat(of(EAST).reason()).contains("but for what us-west did not send");
        assertThat(of(WEST).reachable()).isFalse();
        assertThat(of(WEST).stalenessBoundMs()).isEqualTo(9_000);
    }

    @Test
    void guessesNotWhoseASlotIsThatTwoMembersHave() {
        evidence.expect(EUROPE);
        both(500);
        says(EUROPE, 3, 500, slot("us_east", 500));
        assertThat(evidence.pairs(now, PATIENCE))
                .filteredOn(pair -> pair.to().equals(EAST))
                .allMatch(
                        pair -> pair.stalenessBoundMs() == null && pair.reason().contains("several members"));
    }
}
