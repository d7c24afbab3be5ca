package dev.fairlead.lab.check;

import static dev.fairlead.lab.check.Facts.EAST;
import static dev.fairlead.lab.check.Facts.EUROPE;
import static dev.fairlead.lab.check.Facts.WEST;
import static dev.fairlead.lab.check.Facts.harmed;
import static dev.fairlead.lab.check.Facts.plans;
import static dev.fairlead.lab.check.Facts.plansWithWest;
import static dev.fairlead.lab.check.Facts.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.faults.Target;
import dev.fairlead.quickstart.demo.Service;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MovesTests {

    private final Tally tally = new Tally();
    private final Moves moves = new Moves(tally);

    private int violations() {
        return tally.take().of(Invariant.WRONG_MOVES);
    }

    @ParameterizedTest
    @EnumSource(value = State.class, mode = EnumSource.Mode.EXCLUDE, names = "SERVING")
    void aDataCenterThatLosesItsTrafficWithoutCauseIsOneWrongMove(State state) {
        moves.judge(Map.of(EAST, plansWithWest(State.SERVING)), harmed());
        assertThat(violations()).isZero();
        moves.judge(Map.of(EAST, plansWithWest(state)), harmed());
        moves.judge(Map.of(EAST, plansWithWest(state)), harmed());
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void isCountedAgainWhenItServedMeanwhileAndForEachRegion() {
        moves.judge(Map.of(EAST, plansWithWest(State.DOWN)), harmed());
        moves.judge(Map.of(EAST, plansWithWest(State.SERVING)), harmed());
        moves.judge(Map.of(EAST, plansWithWest(State.DOWN), EUROPE, plansWithWest(State.DOWN)), harmed());
        assertThat(violations()).isEqualTo(3);
    }

    @Test
    void aDataCenterThatIsLostMayGoAndNoOtherMay() {
        moves.judge(Map.of(EAST, plansWithWest(State.DOWN)), harmed(new Target.Region(WEST)));
        moves.judge(
                Map.of(EAST, plansWithWest(State.DOWN)),
                harmed(new Target.Between(WEST, EAST), new Target.Between(EUROPE, WEST)));
        assertThat(violations()).isZero();
        moves.judge(Map.of(EAST, plansWithWest(State.DOWN)), harmed(new Target.Region(EUROPE)));
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void onlyARegionThatDecidesIsHeldToIt() {
        Harms harmed = harmed(new Target.OneService(EAST, Service.HEALTH));
        moves.judge(Map.of(EAST, plansWithWest(State.DOWN)), harmed);
        assertThat(violations()).isZero();
        moves.judge(Map.of(WEST, plansWithWest(State.DOWN)), harmed);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aDataCenterThatIsNotInThePlanDoesNotServe() {
        moves.judge(Map.of(EAST, plans(standing(EUROPE, State.SERVING), standing(EAST, State.SERVING))), harmed());
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void noPlanAtAllIsAWrongMove() {
        moves.judge(Map.of(EAST, Map.of()), harmed());
        assertThat(violations()).isEqualTo(1);
    }
}
