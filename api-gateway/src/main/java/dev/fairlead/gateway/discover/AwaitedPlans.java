package dev.fairlead.gateway.discover;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.PlanTable;
import dev.fairlead.service.problem.Problem;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** The plans that clients ask for, and wait for. It stops before the server does, so that who waits is still answered. */
@Component
final class AwaitedPlans implements SmartLifecycle {

    /** Half of the connections that the server takes by default. */
    private static final int MOST_WAITING = 4_096;

    private final PlanTable plans;
    private final WaitingClients waiting = new WaitingClients(MOST_WAITING);

    AwaitedPlans(PlanTable plans) {
        this.plans = plans;
        plans.onChange(waiting::wake);
    }

    RoutingPlan plan(ApplicationName application) {
        return plans.plan(application)
                .orElseThrow(() -> plans.ready()
                        ? Problem.notFound("NO_PLAN", "there is no plan of " + application)
                        : Problem.notReady("PLANS_UNKNOWN", "the traffic-service has not told any plan yet"));
    }

    /** Whether there is a newer plan, or none any more, which is worth an answer too: as soon as there is, or after the wait. */
    boolean awaitNewer(ApplicationName application, long epoch, int seconds) {
        return waiting.await(
                () -> plans.plan(application).map(plan -> plan.epoch() > epoch).orElse(true),
                Duration.ofSeconds(seconds));
    }

    /** The tag is the epoch: a gateway that knows only an older plan than the client says 304 and never that older plan. */
    static ResponseEntity.BodyBuilder head(HttpStatus status, long epoch) {
        return ResponseEntity.status(status)
                .eTag(Precondition.tag(epoch))
                .cacheControl(CacheControl.noCache().cachePrivate());
    }

    @Override
    public void start() {
        waiting.open(true);
    }

    @Override
    public void stop() {
        waiting.open(false);
    }

    @Override
    public boolean isRunning() {
        return waiting.isOpen();
    }
}
