package dev.fairlead.gateway.dataplane;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.testing.lease.InMemoryLeases;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasedTurnsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration TTL = Duration.ofMillis(600);
    private static final String NAME = "us-east/ns1";

    private final InMemoryLeases leases = new InMemoryLeases(InstantSource.system());
    private final LeasedTurns first = new LeasedTurns(NAME, "gateway-1", leases, TTL);

    @AfterEach
    void close() {
        first.close();
    }

    private static Turn own(String holder, long epoch) {
        return new Turn.Own(new Pusher(NAME, holder, epoch));
    }

    private static void becomes(LeasedTurns turns, Turn turn) {
        eventually(PATIENCE, () -> assertThat(turns.now()).isEqualTo(turn));
    }

    @Test
    void oneOfTwoPushesAndTheOtherFollowsWhenItGivesTheLeaseUp() {
        becomes(first, own("gateway-1", 1));
        try (LeasedTurns second = new LeasedTurns(NAME, "gateway-2", leases, TTL)) {
            becomes(second, new Turn.Anothers("pushed by gateway-1"));

            first.close();

            becomes(second, own("gateway-2", 2));
        }
    }

    @Test
    void whoPushesGoesOnWhileNobodyAnswersAndNobodyBegins() {
        becomes(first, own("gateway-1", 1));
        leases.setAway(true);
        try (LeasedTurns second = new LeasedTurns(NAME, "gateway-2", leases, TTL)) {
            leases.expire();
            leases.setAway(true);
            assertThat(second.now()).isInstanceOf(Turn.Anothers.class);
            assertThat(first.now()).isEqualTo(own("gateway-1", 1));
        }
    }

    @Test
    void whoWasOvertakenStopsAndAsksForAnEpochAbove() {
        becomes(first, own("gateway-1", 1));

        first.overtaken(new Pusher(NAME, "gateway-0", 41));

        becomes(first, own("gateway-1", 42));
    }

    @Test
    void aHigherEpochOfTheSameLeaseWinsAndAnotherLeaseNeedsAnOperator() {
        Pusher now = new Pusher(NAME, "gateway-1", 7);

        now.requireAhead(now);
        now.requireAhead(new Pusher(NAME, "gateway-2", 6));
        assertThatThrownBy(() -> now.requireAhead(new Pusher(NAME, "gateway-2", 8)))
                .isInstanceOf(OvertakenException.class)
                .hasMessage("pushed by gateway-2 since epoch 8, as the data plane says");
        assertThatThrownBy(() -> now.requireAhead(new Pusher(NAME, "gateway-2", 7)))
                .isInstanceOf(OvertakenException.class);
        assertThatThrownBy(() -> now.requireAhead(new Pusher("us-west/ns1", "gateway-9", 1)))
                .isInstanceOf(DataPlaneException.class)
                .hasMessageContaining("us-west/ns1");
    }
}
