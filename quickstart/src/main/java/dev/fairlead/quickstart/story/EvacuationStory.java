package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An evacuation that is planned: what it comes to is told first, all applications are moved out of a data center while the
 * traffic-service is killed in the middle, and given back the same way.
 */
final class EvacuationStory implements Story {

    private static final String KILLED = "traffic-service";

    private final DemoControls controls;
    private final Plot plot;
    private final Timeline timeline;
    private final GatewayClient gateway;
    private final Users users;
    private final Stage stage;
    private final Crowd crowd = Crowd.gather();

    EvacuationStory(RunningDemo demo, DemoControls controls, Plot plot, Consumer<String> out) {
        this.controls = controls;
        this.plot = plot;
        this.timeline = new Timeline(out);
        this.gateway = new GatewayClient(demo.first().gateway(), demo.token());
        this.users = new Users(demo, demo.first(), DemoResources.SHOP_HOST);
        this.stage = new Stage(gateway, users, plot.lost());
    }

    @Override
    public boolean play() {
        timeline.now("normal operation");
        Patience.until(stage::everyDataCenterServes);
        Pictures before = eventually(pictures ->
                List.of(Expectations.everyoneAnswered(pictures.dns()), Expectations.everyoneAnswered(pictures.edge())));
        moveAway(before);
        giveBack(before);
        timeline.sum();
        return timeline.allHeld();
    }

    private void moveAway(Pictures before) {
        timeline.now("%s is evacuated: POST /v1/evacuations".formatted(plot.lost()));
        String run = start("away", "the power is worked on");
        Optional<JsonNode> moving = Patience.first(() -> having(run, "move-away", "checking", "done"));
        timeline.expect(new Expectation(
                moving.isPresent(),
                moving.map(view -> "the capacity was looked at and rollouts are frozen: "
                                + view.path("message").asString())
                        .orElse("nobody is moved")));
        String service = Objects.requireNonNullElse(plot.serviceToKill(), KILLED);
        timeline.now("%s is killed (kill -9) in the middle".formatted(service));
        controls.killService(service);
        ends(run);
        eventually(pictures -> List.of(
                Expectations.nobodyAt(pictures.dns(), plot.lost()),
                Expectations.nobodyAt(pictures.edge(), plot.lost()),
                Expectations.leastMovement(before.dns(), pictures.dns(), plot.lost()),
                Expectations.leastMovement(before.edge(), pictures.edge(), plot.lost())));
        boolean all = Patience.until(() -> gateway.plans().stream()
                .flatMap(plan -> plan.audiences().stream())
                .flatMap(audience -> audience.shares().stream())
                .noneMatch(share -> share.dataCenter().equals(plot.lost())));
        timeline.expect(new Expectation(all, "no plan of any application sends anybody there"));
    }

    private void giveBack(Pictures before) {
        timeline.now("%s is given back".formatted(plot.lost()));
        ends(start("back", "the power is back"));
        Optional<Standing> serving = Patience.first(() -> stage.standing(Standing.State.SERVING));
        timeline.expect(new Expectation(
                serving.isPresent(),
                serving.map(standing -> "it serves again: " + standing.reason()).orElse("it does not serve")));
        eventually(pictures -> List.of(
                Expectations.asBefore("before the evacuation", before.dns(), pictures.dns()),
                Expectations.asBefore("before the evacuation", before.edge(), pictures.edge())));
    }

    private String start(String direction, String reason) {
        Map<String, String> order = Map.of("dataCenter", plot.lost().value(), "direction", direction, "reason", reason);
        String key = "story-%s-%d".formatted(direction, System.nanoTime());
        return Patience.first(() -> gateway.post("/v1/evacuations", order, key))
                .map(run -> run.path("id").asString())
                .orElse("none");
    }

    private void ends(String run) {
        Optional<JsonNode> ended = Patience.first(() -> {
            JsonNode view = gateway.tree("/v1/runs/" + run);
            return List.of("succeeded", "failed", "rolled-back", "aborted")
                            .contains(view.path("state").asString())
                    ? view
                    : null;
        });
        String state = ended.map(view -> view.path("state").asString()).orElse("has not ended");
        timeline.expect(new Expectation(
                state.equals("succeeded"),
                "the run %s: %s"
                        .formatted(
                                state,
                                ended.map(view -> view.path("message").asString())
                                        .orElse("it is still under way"))));
    }

    /** The run, when one of its steps of this name is in one of these states. */
    private @Nullable JsonNode having(String run, String step, String... states) throws IOException {
        JsonNode view = gateway.tree("/v1/runs/" + run);
        for (JsonNode each : view.path("steps")) {
            if (each.path("name").asString().equals(step)
                    && List.of(states).contains(each.path("state").asString())) {
                return view;
            }
        }
        return null;
    }

    private Pictures eventually(Function<Pictures, List<Expectation>> expected) {
        return timeline.expectEventually(() -> users.look(crowd.everyone()), expected);
    }
}
