package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Workbench.SHOP;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A takeover whose executor ends at every boundary of every step once, with nothing stored of what it just did, as when its
 * process is killed there; {@code runs} tries that with real processes.
 */
class KilledMoveIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void isCarriedOnFromWhereverItWasKilledAndLosesNothing() throws Exception {
        Set<String> passed = ConcurrentHashMap.newKeySet();
        try (Trio trio = new Trio(folder, true);
                Workbench bench = new Workbench(
                        trio,
                        Duration.ofMinutes(1),
                        kind -> new SteppedKind(kind, step -> new MortalStep(step, passed)));
                SequenceWriter writer = new SequenceWriter(trio.url())) {
            bench.standBesideEast();
            bench.leases.renew(SHOP, EAST, 1);
            eventually(PATIENCE, () -> {
                assertThat(bench.suspects.bound(SHOP, WEST)).isPresent();
                assertThat(writer.by(trio.east.port())).isGreaterThan(20);
            });
            trio.east.server().kill();

            String id = bench.started(bench.takeover, Cause.FOUND);

            eventually(PATIENCE, () -> {
                RunView run = bench.runs.find(id).orElseThrow();
                assertThat(run.state()).as("%s", run).isEqualTo(RunState.SUCCEEDED);
            });
            RunView run = bench.runs.find(id).orElseThrow();
            assertThat(run.steps()).extracting(StepView::state).containsOnly(StepState.DONE);
            assertThat(passed).hasSize(run.steps().size() * 4);
            assertThat(run.epoch()).isGreaterThan(passed.size());
            String chosen = run.steps().get(5).output().getOrDefault("dataCenter", "");
            PostgresServer now = chosen.equals("us-west") ? trio.west : trio.europe;
            eventually(PATIENCE, () -> assertThat(writer.by(now.port())).isGreaterThan(20));
            writer.stop();
            try (Connection primary = now.connect("postgres")) {
                assertThat(writer.lost(primary)).isEmpty();
            }
            assertThat(writer.overlapping(trio.east.port(), now.port())).isZero();
            assertThat(Trio.query(now, "select left(pg_walfile_name(pg_current_wal_lsn()), 8)"))
                    .as("taken over once")
                    .isEqualTo("00000002");
        }
    }

    /** Ends its executor at each boundary, once. */
    private static final class MortalStep extends SteppedKind.Same {

        private final Set<String> passed;

        MortalStep(Step<MoveInput> step, Set<String> passed) {
            super(step);
            this.passed = passed;
        }

        @Override
        public Readiness precondition(StepContext<MoveInput> context) {
            Readiness answer = super.precondition(context);
            die("precondition");
            return answer;
        }

        @Override
        public Outcome act(StepContext<MoveInput> context) {
            die("before-act");
            Outcome answer = super.act(context);
            die("after-act");
            return answer;
        }

        @Override
        public Outcome check(StepContext<MoveInput> context) {
            Outcome answer = super.check(context);
            die("check");
            return answer;
        }

        private void die(String place) {
            if (passed.add(name() + ":" + place)) {
                throw new Killed();
            }
        }
    }

    /** What nobody catches. */
    private static final class Killed extends Error {

        private static final long serialVersionUID = 1;
    }
}
