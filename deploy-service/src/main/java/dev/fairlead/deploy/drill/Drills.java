package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.deploy.evacuation.EvacuationKind;
import dev.fairlead.runs.OutcomeUnknownException;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.Started;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** Starts drills, unless something stands in the way. */
@Component
final class Drills {

    private final Runs runs;
    private final DrillKind kind;
    private final DrillPlanning planning;
    private final DrillObstacles obstacles;

    Drills(Runs runs, DrillKind kind, DrillPlanning planning, DrillObstacles obstacles) {
        this.runs = runs;
        this.kind = kind;
        this.planning = planning;
        this.obstacles = obstacles;
    }

    /** What it would come to; what a start would be refused for refuses this too. */
    Preview<Void> foreseen(DrillSpec spec) {
        requireFree(input(spec));
        return asked(() -> {
            Preview<?> outlook = obstacles.outlook(spec);
            return new Preview<>(null, outlook.changes(), outlook.hits(), outlook.planHash());
        });
    }

    /**
     * Starts it.
     *
     * @param key by which a repetition is known
     */
    RunView start(DrillSpec spec, String author, @Nullable String key) {
        DrillInput input = input(spec);
        if (!isStarted(key)) {
            requireFree(input);
        }
        String reason = "%s of %s: %s"
                .formatted(
                        spec.dataCenter(),
                        spec.application() == null ? "all applications" : spec.application(),
                        spec.reason());
        return switch (started(new RunOrder<>(EvacuationKind.SUBJECT, input, reason, author, key))) {
            case Started.New(RunView run) -> run;
            case Started.Before(RunView run) -> run;
            case Started.Busy(String other) -> throw underWay(other);
            case Started.KeyReused(String other) ->
                throw Problem.conflict(
                        "IDEMPOTENCY_KEY_REUSED",
                        "this Idempotency-Key started drill %s, with another body".formatted(other));
        };
    }

    /** Refuses a drill of what there is not. */
    void requireKnown(DrillSpec spec) {
        input(spec);
    }

    boolean isStarted(@Nullable String key) {
        return key != null && runs.startedBy(kind, key).isPresent();
    }

    private DrillInput input(DrillSpec spec) {
        return asked(() -> planning.input(spec));
    }

    private void requireFree(DrillInput input) {
        runs.running(EvacuationKind.GROUP, EvacuationKind.SUBJECT).ifPresent(other -> {
            throw underWay(other);
        });
        List<String> found = asked(() -> obstacles.of(input));
        if (!found.isEmpty()) {
            throw Problem.conflict("DRILL_REFUSED", String.join("; ", found));
        }
    }

    private Problem underWay(String other) {
        String what = runs.find(other).map(RunView::kind).orElse(EvacuationKind.GROUP);
        return Problem.conflict("EVACUATION_UNDER_WAY", "%s %s has not ended".formatted(what, other));
    }

    private Started started(RunOrder<DrillInput> order) {
        try {
            return runs.start(kind, order);
        } catch (OutcomeUnknownException e) {
            throw Problem.notReady("OUTCOME_UNKNOWN", e.getMessage() + ": see the list of drills, or ask again");
        }
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RestClientException e) {
            throw Problem.notReady("TRAFFIC_SERVICE_AWAY", "the traffic-service does not answer: " + e.getMessage());
        }
    }
}
