package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.drill.rule.BreakOff;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks about once a second whether a drill has to be broken off. One drill is under way at a time. */
@Component
final class DrillWatch {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final TrafficApi traffic;
    private final HealthApi health;
    private final InstantSource clock;
    private volatile @Nullable Look last;

    DrillWatch(TrafficApi traffic, HealthApi health, InstantSource clock) {
        this.traffic = traffic;
        this.health = health;
        this.clock = clock;
    }

    private record Look(String runId, Instant at) {}

    /** Why it goes no further; empty: it may. */
    Optional<String> reason(StepContext<DrillInput> context) {
        Instant now = clock.instant();
        Optional<String> late = BreakOff.late(context.input().spec(), began(context, now), now);
        if (late.isPresent() || isFresh(context.runId(), now)) {
            return late;
        }
        List<Verdict> verdicts = health.verdicts().items();
        for (ApplicationName application : context.input().applications()) {
            Optional<String> unwell =
                    BreakOff.unwell(context.input().spec(), traffic.plan(application.value()), verdicts);
            if (unwell.isPresent()) {
                return unwell;
            }
        }
        last = new Look(context.runId(), now);
        return Optional.empty();
    }

    private boolean isFresh(String runId, Instant now) {
        Look before = last;
        return before != null
                && before.runId().equals(runId)
                && now.isBefore(before.at().plus(EVERY));
    }

    private static Instant began(StepContext<DrillInput> context, Instant now) {
        Instant began = context.run().steps().getFirst().started();
        return began == null ? now : began;
    }
}
