package dev.fairlead.replication.join.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseMember.Stage;
import dev.fairlead.replication.join.rule.Next.Database;
import dev.fairlead.replication.join.rule.Next.Here;
import dev.fairlead.replication.join.rule.Next.Joining;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NextTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Here EMPTY = new Here(WEST, false, false, false);
    private static final Here RUNNING = new Here(WEST, true, true, false);
    private static final Here STOPPED = new Here(WEST, true, false, false);
    private static final Database ALONE = new Database(EAST, Optional.empty(), false, null);

    @Test
    void whatHasDataThatNobodyBeganHereIsLeftAlone() {
        assertThat(Next.of(null, STOPPED, ALONE, NOW)).isEqualTo(new Next.Nothing());
    }

    @Test
    void whatHasNoneIsCopiedAlsoAfterACopyThatWasBrokenOff() {
        assertThat(Next.of(null, EMPTY, ALONE, NOW)).isEqualTo(new Next.Copy(EAST));
        assertThat(Next.of(joining(Stage.COPYING, 0, NOW), STOPPED, ALONE, NOW)).isEqualTo(new Next.Copy(EAST));
    }

    @Test
    void nothingBeginsWithoutAPrimaryOrWhileItMovesOrBehindAFence() {
        waits(EMPTY, new Database(null, Optional.empty(), false, null), "no primary answers");
        waits(EMPTY, new Database(EAST, Optional.of("run r-1 moves the primary"), false, null), "run r-1");
        waits(new Here(WEST, false, false, true), ALONE, "fenced");
    }

    @Test
    void aPrimaryIsNeverCopiedOver() {
        Database itself = new Database(WEST, Optional.empty(), false, null);
        waits(EMPTY, itself, "somebody else has to take over first");
        assertThat(Next.of(joining(Stage.COPYING, 0, NOW), RUNNING, itself, NOW))
                .isEqualTo(new Next.Joined("it is the primary"));
    }

    @Test
    void whatIsCopiedFollowsAtOnceAndCountsWhenItIsSeenToFollow() {
        Joining copied = joining(Stage.CATCHING_UP, 0, NOW);
        assertThat(Next.of(copied, STOPPED, ALONE, NOW)).isEqualTo(new Next.Follow(EAST));
        Joining told = joining(Stage.CATCHING_UP, 1, NOW);
        assertThat(reason(Next.of(told, RUNNING, ALONE, NOW))).contains("does not stream from us-east yet");
        assertThat(reason(Next.of(told, RUNNING, attached(null), NOW))).contains("nobody can certify yet");
        assertThat(reason(Next.of(told, RUNNING, attached(Duration.ofMinutes(1)), NOW)))
                .contains("is 60000 ms behind");
        assertThat(Next.of(told, RUNNING, attached(Duration.ofSeconds(5)), NOW))
                .isEqualTo(new Next.Joined("it follows us-east"));
    }

    @Test
    void whatDoesNotFollowIsToldAgainAndThenCopiedAnew() {
        Instant longAgo = NOW.minus(Next.PATIENCE);
        assertThat(Next.of(joining(Stage.CATCHING_UP, 2, longAgo), RUNNING, ALONE, NOW))
                .isEqualTo(new Next.Follow(EAST));
        assertThat(Next.of(joining(Stage.CATCHING_UP, 3, longAgo), RUNNING, ALONE, NOW))
                .isEqualTo(new Next.Copy(EAST));
        assertThat(Next.of(joining(Stage.CATCHING_UP, 3, longAgo), RUNNING, attached(null), NOW))
                .isInstanceOf(Next.Wait.class);
    }

    private static Joining joining(Stage stage, int tries, Instant since) {
        return new Joining(stage, tries, since);
    }

    private static Database attached(@Nullable Duration bound) {
        return new Database(EAST, Optional.empty(), true, bound);
    }

    private static void waits(Here here, Database database, String reason) {
        assertThat(reason(Next.of(null, here, database, NOW))).contains(reason);
    }

    private static String reason(Next next) {
        return ((Next.Wait) next).reason();
    }
}
