package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Waits until the plan of every application on the database sends writes to the new primary. */
@Component
final class RouteStep implements Step<MoveInput> {

    private final TrafficApi traffic;
    private final MoveTimes times;

    RouteStep(TrafficApi traffic, MoveTimes times) {
        this.traffic = traffic;
        this.times = times;
    }

    @Override
    public String name() {
        return "route";
    }

    @Override
    public Duration timeout() {
        return times.route();
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        return Outcome.done("the traffic-service sees who is primary");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        DataCenterName primary = ChooseStep.chosen(context).dataCenter();
        List<String> applications = traffic.applications().items().stream()
                .filter(application -> isOn(application, context.input()))
                .map(application -> application.metadata().name())
                .toList();
        List<String> elsewhere = new ArrayList<>();
        for (String application : applications) {
            DataCenterName writes = traffic.plan(application).writeRoute();
            if (!primary.equals(writes)) {
                elsewhere.add("%s writes to %s".formatted(application, writes == null ? "nobody" : writes));
            }
        }
        return elsewhere.isEmpty()
                ? Outcome.done("%d applications write to %s".formatted(applications.size(), primary))
                : new Outcome.NotYet(String.join("; ", elsewhere));
    }

    private static boolean isOn(Resource<ApplicationSpec> application, MoveInput input) {
        ApplicationSpec.DataNeeds data = application.spec().data();
        return data != null && data.database().equals(input.database());
    }
}
