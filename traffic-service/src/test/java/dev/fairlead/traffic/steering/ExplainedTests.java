package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a decision says of itself, step by step. */
class ExplainedTests {

    private final Scene scene = new Scene();

    private List<Explained.Step> steps() {
        scene.decide();
        return Steering.explain(scene.lastSituation(), Scene.DISTANCES).steps();
    }

    private static List<String> said(List<Explained.Step> steps, String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow()
                .said();
    }

    @Test
    void tellsWhatStoodInTheWayOfEachAndWhoGotWhat() {
        scene.decide();
        scene.down(EAST);
        assertThat(steps())
                .containsExactly(
                        new Explained.Step(
                                "gates",
                                List.of(
                                        "eu-west: nothing is in the way",
                                        "us-east: down (all 2 endpoints are down: probes say so)",
                                        "us-west: nothing is in the way")),
                        new Explained.Step("admission", List.of("users may go to eu-west, us-west")),
                        new Explained.Step("split", List.of("everyone: eu-west 50 %, us-west 50 %")));
    }

    @Test
    void tellsSharesBeforeAndAfterARamp() {
        scene.failback(Failback.AUTO).recovery(new Recovery(0L, null, List.of(10), 60_000L));
        scene.decide();
        scene.down(EAST).decide();
        scene.up(EAST);
        List<Explained.Step> steps = steps();

        assertThat(said(steps, "split")).containsExactly("everyone: eu-west 33.34 %, us-east 33.33 %, us-west 33.33 %");
        assertThat(said(steps, "ramps"))
                .containsExactly(
                        "us-east: 10 % of its share since " + scene.now,
                        "everyone: eu-west 48.34 %, us-east 3.33 %, us-west 48.33 %");
    }

    @Test
    void tellsSharesBeforeAndAfterWhatIsTooMuchForOne() {
        scene.without(EU).capacity(EAST, 500).demand(Map.of("everyone", 1_000L), 20);
        List<Explained.Step> steps = steps();

        assertThat(said(steps, "split")).containsExactly("everyone: us-east 50 %, us-west 50 %");
        assertThat(said(steps, "capacity"))
                .containsExactly("everyone: us-east 40 %, us-west 60 %", "us-east: 400 of at most 400 requests/s");
    }

    @Test
    void tellsWhoIsLeavingAndWhereOrdersSendUsers() {
        scene.decide();
        scene.drain(EAST, Duration.ofMinutes(10));
        assertThat(said(steps(), "drains by steps")).singleElement().asString().startsWith("us-east: draining, 9");

        scene.pin(WEST);
        assertThat(said(steps(), "admission"))
                .singleElement()
                .asString()
                .startsWith(
                        "users may go to us-west; gets traffic all the same: everyone is pinned to us-west by alice");
    }
}
