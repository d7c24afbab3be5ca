package dev.fairlead.replication.takeover;

import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Has the applications on the database serve read-only until the new primary has their writes. A switchover waits until their
 * plans say so; a takeover, whose primary is lost anyway, waits for nobody.
 */
@Component
final class ServeReadOnlyStep implements Step<MoveInput> {

    static final String NAME = "serve-read-only";

    /** The applications that were told, separated by commas. */
    static final String TOLD = "told";

    private final ReadOnlyOrders orders;
    private final MoveTimes times;

    ServeReadOnlyStep(ReadOnlyOrders orders, MoveTimes times) {
        this.orders = orders;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        try {
            return new Outcome.Done("ordered", Map.of(TOLD, orders.place(context)));
        } catch (RestClientException e) {
            return patient(context) ? new Outcome.NotYet(untold(e)) : Outcome.done(untold(e));
        }
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        if (!context.output().containsKey(TOLD)) {
            return Outcome.done("the traffic-service keeps writes out by itself while it finds no primary");
        }
        Optional<String> writing;
        try {
            writing = orders.writing(context);
        } catch (RestClientException e) {
            writing = Optional.of(untold(e));
        }
        if (writing.isPresent()) {
            return patient(context) ? new Outcome.NotYet(writing.get()) : Outcome.done(writing.get());
        }
        return Outcome.done("the applications on %s take no writes"
                .formatted(context.input().database()));
    }

    private static boolean patient(StepContext<MoveInput> context) {
        return context.input().wish().cause() == MoveInput.Cause.PLANNED;
    }

    private static String untold(RestClientException e) {
        return "the traffic-service cannot be told: " + e.getMessage();
    }

    @Override
    public Outcome undo(StepContext<MoveInput> context) {
        orders.end(context);
        return Outcome.done("the orders are ended");
    }

    @Override
    public Outcome checkUndone(StepContext<MoveInput> context) {
        return Outcome.done("the applications write again where the primary can be reached");
    }
}
