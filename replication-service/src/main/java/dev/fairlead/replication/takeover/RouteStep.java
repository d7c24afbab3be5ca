package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Waits until the plan of every application on the database sends writes to the new primary. Only then may they be written where
 * the old one was: whoever reads old news of it could send writes there.
 */
@Component
final class RouteStep implements Step<MoveInput> {

    static final String NAME = "route";

    private final TrafficApi traffic;
    private final ReadOnlyOrders orders;
    private final MoveTimes times;

    RouteStep(TrafficApi traffic, ReadOnlyOrders orders, MoveTimes times) {
        this.traffic = traffic;
        this.orders = orders;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.route();
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        orders.keepFromTheOldPrimary(context);
        return Outcome.done("the traffic-service sees who is primary");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        DataCenterName primary = ChooseStep.chosen(context).dataCenter();
        List<String> applications = orders.applications(context.input()).stream()
                .map(application -> application.metadata().name())
                .toList();
        List<String> elsewhere = new ArrayList<>();
        for (String application : applications) {
            DataCenterName writes = traffic.plan(application).writeRoute();
            if (!primary.equals(writes)) {
                elsewhere.add("%s writes to %s".formatted(application, writes == null ? "nobody" : writes));
            }
        }
        if (!elsewhere.isEmpty()) {
            return new Outcome.NotYet(String.join("; ", elsewhere));
        }
        orders.end(context);
        return Outcome.done("%d applications write to %s".formatted(applications.size(), primary));
    }
}
