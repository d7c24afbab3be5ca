package dev.fairlead.testing.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.contracts.traffic.LeaseRequest;
import org.junit.jupiter.api.Test;

/** What everybody who gives out leases keeps. */
public abstract class LeaseContract {

    private static final String NAME = "us-east/ns1";
    private static final long LONG = 60_000;

    /** Where nobody has a lease yet. */
    protected abstract LeaseApi leases();

    /** Another way to the same leases, as a replica is. */
    protected LeaseApi sameLeases() {
        return leases();
    }

    private static LeaseRequest asks(String holder, long ttlMs, long above) {
        return new LeaseRequest(NAME, holder, ttlMs, above);
    }

    private static Lease held(String holder, long epoch) {
        return new Lease(NAME, holder, epoch);
    }

    @Test
    void oneAtATimeHasTheLeaseUntilItIsGivenUp() {
        assertThat(leases().lease(asks("a", LONG, 0))).isEqualTo(held("a", 1));
        assertThat(sameLeases().lease(asks("b", LONG, 0))).isEqualTo(held("a", 1));
        assertThat(leases().lease(asks("a", LONG, 0))).as("renewed").isEqualTo(held("a", 1));

        assertThat(leases().lease(asks("a", 0, 0))).as("given up").isEqualTo(held("a", 1));
        assertThat(sameLeases().lease(asks("b", LONG, 0))).isEqualTo(held("b", 2));
        assertThat(leases().lease(asks("a", LONG, 0))).isEqualTo(held("b", 2));
    }

    @Test
    void whoComesAgainAfterItsTimeKeepsItsEpochWhereNobodyCameBetween() {
        leases().lease(asks("a", 0, 0));

        assertThat(sameLeases().lease(asks("a", LONG, 0))).isEqualTo(held("a", 1));
    }

    @Test
    void theEpochIsAboveOneThatWasSeenElsewhere() {
        assertThat(leases().lease(asks("a", LONG, 41))).isEqualTo(held("a", 42));
        assertThat(sameLeases().lease(asks("a", LONG, 7))).isEqualTo(held("a", 42));
        assertThat(leases().lease(asks("b", LONG, 99)))
                .as("not for asking alone")
                .isEqualTo(held("a", 42));
        leases().lease(asks("a", 0, 0));
        assertThat(leases().lease(asks("b", LONG, 99))).isEqualTo(held("b", 100));
    }
}
