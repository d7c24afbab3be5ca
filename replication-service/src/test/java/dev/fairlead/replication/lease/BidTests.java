package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BidTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final boolean REVOKED = true;
    private static final Duration LEFT = Duration.ofSeconds(10);
    private static final Duration EXPIRED = Duration.ofMillis(-1);

    @Test
    void theFirstLeaseGoesToTheOnlyPrimary() {
        assertThat(Bid.of(null, EAST, new Presence.Primary(1, true))).isEqualTo(new Bid.Take());
        assertThat(Bid.of(null, EAST, new Presence.Primary(1, false))).isInstanceOf(Bid.Wait.class);
    }

    @Test
    void aHolderTakesItsOwnAgainUnlessItIsRevoked() {
        for (Duration left : new Duration[] {LEFT, EXPIRED}) {
            assertThat(Bid.of(stored(EAST, 1, left, !REVOKED), EAST, new Presence.Primary(1, true)))
                    .isEqualTo(new Bid.Take());
            assertThat(Bid.of(stored(EAST, 1, left, !REVOKED), EAST, new Presence.Primary(1, false)))
                    .isEqualTo(new Bid.Take());
            assertThat(Bid.of(stored(EAST, 1, left, REVOKED), EAST, new Presence.Primary(1, true)))
                    .isEqualTo(new Bid.Fence(7, "the lease of epoch 7 is revoked"));
        }
    }

    @Test
    void anOldPrimaryThatComesBackIsFenced() {
        for (Duration left : new Duration[] {LEFT, EXPIRED}) {
            for (boolean alone : new boolean[] {true, false}) {
                assertThat(Bid.of(stored(WEST, 2, left, !REVOKED), EAST, new Presence.Primary(1, alone)))
                        .isEqualTo(new Bid.Fence(7, "us-west has the lease, of epoch 7"));
                assertThat(Bid.of(stored(WEST, 1, left, REVOKED), EAST, new Presence.Primary(1, alone)))
                        .isInstanceOf(Bid.Fence.class);
            }
        }
    }

    @Test
    void aPrimaryThatWasMadeByHandGetsTheLeaseWhenTheOldHolderIsSilent() {
        Presence.Primary later = new Presence.Primary(2, true);
        assertThat(Bid.of(stored(WEST, 1, LEFT, !REVOKED), EAST, later)).isInstanceOf(Bid.Wait.class);
        assertThat(Bid.of(stored(WEST, 1, EXPIRED, !REVOKED), EAST, later)).isEqualTo(new Bid.Take());
        assertThat(Bid.of(stored(WEST, 1, EXPIRED, !REVOKED), EAST, new Presence.Primary(2, false)))
                .isInstanceOf(Bid.Wait.class);
        assertThat(Bid.of(stored(WEST, 1, EXPIRED, REVOKED), EAST, later))
                .as("a takeover is under way")
                .isInstanceOf(Bid.Wait.class);
    }

    private static StoredLease stored(DataCenterName holder, long timeline, Duration left, boolean revoked) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new StoredLease(
                new WriteLease(DatabaseName.of("shop"), holder, 7, now, now.plus(left), null, revoked), timeline, left);
    }
}
