package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock is set an hour forward or back while the service runs. */
class ClockTests {

    private static final Duration FORWARD = Duration.ofHours(1);
    private static final Duration BACK = Duration.ofHours(-1);

    private final Scene scene = new Scene().nearest();

    private Scene withData() {
        return scene.budget(1_000).primary(EAST).replica(WEST, 200L).replica(EU, 200L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void movesNobodyByItself(long hours) {
        withData().decide();
        scene.replica(EU, 2_000L).decide();
        RoutingPlan before = scene.down(WEST).decide();
        scene.replicationFallsSilent();

        assertThat(scene.wait(Duration.ofHours(hours)).decide()).isSameAs(before);
        assertThat(scene.replicationAnswers().decide()).isSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, -1})
    void isNoReasonToMissAnOutage(long hours) {
        withData().decide();
        scene.wait(Duration.ofHours(hours)).decide();

        assertThat(state(scene.down(WEST).decide(), WEST)).isEqualTo(State.DOWN);
        assertThat(state(scene.up(WEST).decide(), WEST)).isEqualTo(State.HELD);
    }

    @Test
    void anAnswerFromBeforeItWasSetBackIsSilenceAndBringsNobodyBack() {
        withData().decide();
        scene.down(WEST).decide();
        scene.replicationFallsSilent().wait(BACK).up(WEST).decide();

        assertThat(standing(scene.release(WEST).decide(), WEST).code()).isEqualTo("REPLICATION_SILENT");
        assertThat(state(scene.replicationAnswers().decide(), WEST)).isEqualTo(State.SERVING);
    }

    @Test
    void aReleaseFromBeforeItWasSetBackEndsNoLaterHold() {
        outage();
        assertThat(state(scene.release(WEST).decide(), WEST)).isEqualTo(State.SERVING);

        scene.wait(BACK);
        outage();
        assertThat(state(scene.decide(), WEST)).isEqualTo(State.HELD);
        assertThat(state(scene.wait(FORWARD).wait(FORWARD).decide(), WEST)).isEqualTo(State.HELD);
        assertThat(state(scene.release(WEST).decide(), WEST)).isEqualTo(State.SERVING);
    }

    @Test
    void aReleaseFromBeforeItWasSetBackEndsNoHoldBehindADrain() {
        outage();
        scene.release(WEST).decide();
        outage();

        scene.wait(BACK).drain(WEST).decide();
        scene.decide();
        assertThat(state(scene.endOverrides().decide(), WEST)).isEqualTo(State.HELD);
    }

    private void outage() {
        scene.decide();
        scene.down(WEST).decide();
        assertThat(state(scene.up(WEST).decide(), WEST)).isEqualTo(State.HELD);
    }

    @Test
    void setBackItLetsAHoldAndARampLastAndSetForwardItTakesOneStep() {
        scene.failback(Failback.AUTO)
                .recovery(new Recovery(Duration.ofMinutes(10).toMillis(), null, List.of(10, 50), 300_000L));
        outage();

        assertThat(state(scene.wait(BACK).decide(), WEST)).isEqualTo(State.HELD);
        scene.wait(FORWARD);
        assertThat(percent(scene.wait(FORWARD).decide())).isEqualTo(10);
        assertThat(percent(scene.wait(BACK).decide())).isEqualTo(10);
        scene.wait(FORWARD);
        assertThat(percent(scene.wait(FORWARD).decide())).isEqualTo(50);
        assertThat(percent(scene.decide())).isEqualTo(50);
    }

    private static int percent(RoutingPlan plan) {
        Standing.Ramp ramp = standing(plan, WEST).ramp();
        return Objects.requireNonNull(ramp).percent();
    }

    @Test
    void aDrainLastsUntilTheTimeThatItsAuthorSaid() {
        scene.drain(WEST).decide();

        assertThat(state(scene.wait(BACK).decide(), WEST)).isEqualTo(State.DRAINED);
        scene.wait(FORWARD);
        assertThat(state(scene.wait(FORWARD).decide(), WEST)).isEqualTo(State.SERVING);
    }
}
