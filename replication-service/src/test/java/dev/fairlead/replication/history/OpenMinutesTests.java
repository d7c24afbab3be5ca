package dev.fairlead.replication.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.history.LagSample.Bounds;
import dev.fairlead.replication.history.LagSample.Length;
import dev.fairlead.replication.history.LagSample.Looked;
import dev.fairlead.replication.history.LagSample.Member;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenMinutesTests {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    private static final Member WEST = new Member(DatabaseName.of("shop"), DataCenterName.of("us-west"));
    private static final Member EUROPE = new Member(DatabaseName.of("shop"), DataCenterName.of("eu-west"));

    private final List<LagSample> stored = new ArrayList<>();
    private final OpenMinutes minutes = new OpenMinutes(stored::add);

    private static Freshness found(Member member, @Nullable Long bound, @Nullable Long bytes) {
        return new Freshness(member.database(), member.dataCenter(), MemberRole.REPLICA, true, bound, bytes, "said");
    }

    private void look(int second, @Nullable Long bound, @Nullable Long bytes) {
        minutes.look(NOON.plusSeconds(second), List.of(found(WEST, bound, bytes)));
    }

    private static LagSample sample(
            Member member, int minute, Looked looked, @Nullable Bounds bounds, @Nullable Long bytes) {
        return new LagSample(member, NOON.plusSeconds(60L * minute), Length.MINUTE, looked, bounds, bytes);
    }

    @Test
    void aMinuteHoldsTheExtremesAndTheLastOfWhatWasFoundInIt() {
        look(0, 100L, 0L);
        for (int second = 1; second < 60; second++) {
            look(second, second == 30 ? 7_000L : 90L, second == 31 ? 4_096L : null);
        }
        assertThat(stored).isEmpty();
        look(60, 5L, null);
        assertThat(stored).containsExactly(sample(WEST, 0, new Looked(60_000, 0), new Bounds(90, 7_000, 90), 4_096L));
    }

    @Test
    void countsTheTimeInWhichNothingWasCertified() {
        look(0, 100L, null);
        look(1, null, null);
        look(2, null, null);
        look(3, 100L, null);
        minutes.close();
        assertThat(stored).containsExactly(sample(WEST, 0, new Looked(3_000, 2_000), Bounds.of(100), null));
    }

    @Test
    void aMinuteInWhichNothingWasCertifiedHasNoBoundAtAll() {
        look(10, null, null);
        look(12, null, null);
        minutes.close();
        assertThat(stored).containsExactly(sample(WEST, 0, new Looked(2_000, 2_000), null, null));
    }

    @Test
    void whatWasFoundHoldsForAFewSecondsAndTheRestIsMissed() {
        look(0, 100L, null);
        look(20, 100L, null);
        minutes.close();
        assertThat(stored)
                .containsExactly(sample(WEST, 0, new Looked(OpenMinutes.HOLDS.toMillis(), 0), Bounds.of(100), null));
    }

    @Test
    void aLookHoldsBeyondItsMinuteAndGoesToTheNextOne() {
        look(59, null, null);
        look(61, 40L, null);
        minutes.close();
        assertThat(stored)
                .containsExactly(
                        sample(WEST, 0, new Looked(1_000, 1_000), null, null),
                        sample(WEST, 1, new Looked(1_000, 1_000), Bounds.of(40), null));
    }

    @Test
    void writesNothingOfMinutesInWhichNobodyLooked() {
        look(0, 100L, null);
        look(600, 200L, null);
        minutes.close();
        assertThat(stored)
                .containsExactly(
                        sample(WEST, 0, new Looked(3_000, 0), Bounds.of(100), null),
                        sample(WEST, 10, Looked.NEVER, Bounds.of(200), null));
    }

    @Test
    void handsOnWhatIsNoMemberAnyMore() {
        minutes.look(NOON, List.of(found(WEST, 1L, null), found(EUROPE, 2L, null)));
        minutes.look(NOON.plusSeconds(1), List.of(found(EUROPE, 2L, null)));
        assertThat(stored).containsExactly(sample(WEST, 0, new Looked(1_000, 0), Bounds.of(1), null));
        minutes.look(NOON.plusSeconds(60), List.of(found(EUROPE, 2L, null)));
        assertThat(stored).extracting(LagSample::member).containsExactly(WEST, EUROPE);
    }

    @Test
    void aClockThatIsSetBackAddsNoTime() {
        look(30, 100L, null);
        look(10, 100L, null);
        look(11, 100L, null);
        minutes.close();
        assertThat(stored).containsExactly(sample(WEST, 0, new Looked(1_000, 0), Bounds.of(100), null));
    }
}
