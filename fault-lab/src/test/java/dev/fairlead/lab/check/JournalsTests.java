package dev.fairlead.lab.check;

import static dev.fairlead.lab.check.Facts.EAST;
import static dev.fairlead.lab.check.Facts.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.lab.regions.LabSite;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalsTests {

    private final Tally tally = new Tally();
    private final Journals journals = new Journals(tally);

    private static LabSite.Order order(long epoch, String executor) {
        return order("run", epoch, executor, true);
    }

    private static LabSite.Order order(String run, long epoch, String executor, boolean accepted) {
        return new LabSite.Order(Instant.EPOCH, run, epoch, executor, "2.0", accepted);
    }

    private int violations() {
        return tally.take().of(Invariant.TWO_EXECUTORS);
    }

    @Test
    void twoExecutorsUnderOneEpochAreOneViolationAtHoweverManySites() {
        journals.judge(EAST, List.of(order(1, "one")));
        journals.judge(WEST, List.of(order(1, "other"), order(1, "one"), order(1, "other")));
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void oneExecutorAfterAnotherIsNoneUntilTheFirstActsAgain() {
        journals.judge(EAST, List.of(order(1, "one"), order(2, "other")));
        journals.judge(WEST, List.of(order(2, "other")));
        assertThat(violations()).isZero();
        journals.judge(EAST, List.of(order(1, "one"), order(2, "other"), order(1, "one")));
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void anOrderUnderALowerEpochIsOneOnlyWhenItWasAccepted() {
        journals.judge(EAST, List.of(order(2, "other"), order("run", 1, "one", false)));
        assertThat(violations()).isZero();
        journals.judge(WEST, List.of(order(2, "other"), order("run", 1, "one", true)));
        assertThat(violations()).isEqualTo(1);
        assertThat(journals.summary()).isEqualTo("4 orders, 1 of them late and rejected");
    }

    @Test
    void runsHaveEpochsOfTheirOwn() {
        journals.judge(EAST, List.of(order("a", 2, "one", true), order("b", 1, "other", true)));
        assertThat(violations()).isZero();
        journals.judge(WEST, List.of(order("a", 2, "other", true), order("b", 1, "one", true)));
        assertThat(violations()).isEqualTo(2);
    }

    @Test
    void whatWasReadIsNotCountedAgain() {
        List<LabSite.Order> journal = List.of(order(2, "other"), order(1, "one"));
        journals.judge(EAST, journal);
        assertThat(violations()).isEqualTo(1);
        journals.judge(EAST, journal);
        assertThat(violations()).isZero();
    }
}
