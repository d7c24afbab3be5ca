package dev.fairlead.replication.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.runs.Commands;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.Run;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunStep;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What applications are told while the primary of their database moves, over a traffic-service that obeys. */
class ReadOnlyOrdersTests {

    private static final MoveTimes TIMES = new MoveTimes(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1));

    private final FakeTraffic traffic = new FakeTraffic();
    private final ReadOnlyOrders orders = new ReadOnlyOrders(traffic);
    private final ServeReadOnlyStep serve = new ServeReadOnlyStep(orders, TIMES);
    private final RouteStep route = new RouteStep(traffic, orders, TIMES);

    private static StepContext<MoveInput> move(Cause cause) {
        return move(cause, "");
    }

    /** @param told the applications that the step had told; absent: it could tell nobody */
    private static StepContext<MoveInput> move(Cause cause, @Nullable String told) {
        DatabaseSpec.Member member = new DatabaseSpec.Member(Trio.EAST, Trio.address(5432));
        MoveInput input = new MoveInput(
                DatabaseName.of("shop"),
                new DatabaseSpec("postgres", "shop", List.of(member), 250),
                Trio.EAST,
                null,
                new Wish(Trio.WEST, false, cause));
        List<RunStep> steps = List.of(
                step(1, ServeReadOnlyStep.NAME, told == null ? Map.of() : Map.of(ServeReadOnlyStep.TOLD, told)),
                step(2, ChooseStep.NAME, Map.of("dataCenter", "us-west", "timeline", "1")));
        Run run = new Run(3, RunState.RUNNING, "", null, null, new Commands(null, null, null), steps);
        return new StepContext<>("r1", 3, input, "shop", null, run, 1);
    }

    private static RunStep step(int sequence, String name, Map<String, String> output) {
        PlannedStep planned = new PlannedStep(name, "shop", Duration.ofMinutes(1), WayBack.NOTHING);
        return new RunStep(sequence, planned, StepState.DONE, 1, 3, null, null, null, "", output);
    }

    private List<ServingMode> modes(String application) {
        return traffic.plan(application).standings().stream()
                .map(Standing::mode)
                .toList();
    }

    @Test
    void theApplicationsOnTheDatabaseTakeNoWritesAnywhereAndOthersDo() {
        traffic.add("web", "shop");
        traffic.add("wiki", "pages");

        assertThat(serve.act(move(Cause.PLANNED)))
                .isEqualTo(new Outcome.Done("ordered", Map.of(ServeReadOnlyStep.TOLD, "web")));

        assertThat(serve.check(move(Cause.PLANNED))).isEqualTo(Outcome.done("the applications on shop take no writes"));
        assertThat(traffic.plan("web").writeRoute()).isNull();
        assertThat(modes("web")).containsOnly(ServingMode.READ_ONLY);
        assertThat(modes("wiki")).containsOnly(ServingMode.READ_WRITE);
    }

    @Test
    void toldAgainByAnotherExecutorNothingChanges() {
        traffic.add("web", "shop");
        serve.act(move(Cause.PLANNED));
        Map<String, OverrideRequest> before = Map.copyOf(traffic.orders);

        serve.act(move(Cause.PLANNED));

        assertThat(traffic.orders).isEqualTo(before).hasSize(1);
        assertThat(traffic.orders.values())
                .allSatisfy(order -> assertThat(order.minutes()).isEqualTo(60));
    }

    @Test
    void aSwitchoverWaitsForTheTrafficServiceAndATakeoverDoesNot() {
        traffic.add("web", "shop");
        traffic.away = true;

        assertThat(serve.act(move(Cause.PLANNED))).isInstanceOf(Outcome.NotYet.class);
        assertThat(serve.check(move(Cause.PLANNED))).isInstanceOf(Outcome.NotYet.class);
        assertThat(serve.check(move(Cause.FOUND))).isInstanceOf(Outcome.Done.class);
        assertThat(serve.act(move(Cause.FOUND)))
                .isEqualTo(Outcome.done("the traffic-service cannot be told: nobody there"));
        StepContext<MoveInput> untold = move(Cause.FOUND, null);
        assertThat(serve.check(untold))
                .isEqualTo(Outcome.done("the traffic-service keeps writes out by itself while it finds no primary"));
    }

    @Test
    void noWritesGoToTheOldPrimaryOnOldNewsUntilAllGoToTheNewOne() {
        traffic.add("web", "shop");
        serve.act(move(Cause.PLANNED));

        route.act(move(Cause.PLANNED));

        assertThat(traffic.plan("web").writeRoute())
                .as("the traffic-service has old news")
                .isNull();
        assertThat(route.check(move(Cause.PLANNED))).isEqualTo(new Outcome.NotYet("web writes to nobody"));
        traffic.primary = Trio.WEST;
        assertThat(modes("web")).containsExactly(ServingMode.READ_ONLY, ServingMode.READ_WRITE);
        assertThat(route.check(move(Cause.PLANNED))).isEqualTo(Outcome.done("1 applications write to us-west"));
        assertThat(traffic.orders).isEmpty();
        assertThat(modes("web")).containsOnly(ServingMode.READ_WRITE);
    }

    @Test
    void whatWasToldIsTakenBackAlsoFromAnApplicationThatLeftTheDatabase() {
        traffic.add("web", "shop");
        serve.act(move(Cause.PLANNED));
        traffic.applications.clear();

        serve.undo(move(Cause.PLANNED, "web"));

        assertThat(traffic.orders).isEmpty();
    }
}
