package dev.fairlead.replication.takeover;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.takeover.member.MemberAwayException;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import dev.fairlead.service.database.Schema;
import dev.fairlead.service.json.LenientJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rebuilds old primaries beside this service for runs that another instance carries on: only who stands beside a server may
 * control it, and any instance may have the run.
 */
@Component
final class RebuildWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RebuildWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final int NEWEST = 100;
    private static final Set<StepState> REBUILDING = Set.of(StepState.ACTING, StepState.CHECKING, StepState.FAILED);

    private final Runs runs;
    private final Rebuilds rebuilds;
    private final JsonMapper json;
    private volatile @Nullable Loop loop;

    RebuildWatch(Runs runs, Rebuilds rebuilds, JsonMapper json, Schema schema) {
        this.runs = runs;
        this.rebuilds = rebuilds;
        this.json = LenientJson.of(json);
        schema.whenThere(() -> loop = Loop.start("rebuilds", EVERY, this::look));
    }

    private Pass look() {
        runs.list(NEWEST).stream().filter(RebuildWatch::waits).forEach(run -> {
            try {
                rebuild(run);
            } catch (MemberAwayException e) {
                log.debug("run={} state=waiting", run.id(), e);
            }
        });
        return new Pass.Settled();
    }

    /** Also one that waited for too long and asks an operator: the old primary may come back after days. */
    private static boolean waits(RunView run) {
        return !run.state().ended()
                && step(run, RebuildStep.NAME)
                        .filter(step -> REBUILDING.contains(step.state()))
                        .isPresent();
    }

    private static Optional<StepView> step(RunView run, String name) {
        return run.steps().stream().filter(step -> step.name().equals(name)).findFirst();
    }

    private void rebuild(RunView run) {
        MoveInput input = json.convertValue(run.input(), MoveInput.class);
        if (!rebuilds.isBeside(input)) {
            return;
        }
        ChooseStep.Chosen chosen = ChooseStep.chosen(output(run, ChooseStep.NAME));
        long timeline = TakeOverStep.timeline(output(run, TakeOverStep.NAME));
        if (rebuilds.open(input, chosen.dataCenter(), timeline).isPresent()) {
            rebuilds.carryOn(run.id(), input, chosen);
        }
    }

    private static Map<String, String> output(RunView run, String name) {
        return step(run, name).map(StepView::output).orElse(Map.of());
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
