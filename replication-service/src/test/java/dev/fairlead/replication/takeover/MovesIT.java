package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.EUROPE;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Workbench.SHOP;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.rule.Suspicion;
import dev.fairlead.runs.Commands;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.Run;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunStep;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Started;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import dev.fairlead.runs.WayBack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole moves on real servers, while an application writes numbers. */
@SuppressWarnings("NullAway.Init")
class MovesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Trio trio;
    private Workbench bench;
    private @Nullable SequenceWriter writer;

    private void begin(boolean synchronous) throws SQLException, IOException {
        trio = new Trio(folder, synchronous);
        bench = new Workbench(trio);
        SequenceWriter begun = new SequenceWriter(trio.url());
        writer = begun;
        eventually(PATIENCE, () -> {
            assertThat(bench.suspects.bound(SHOP, WEST)).isPresent();
            assertThat(bench.suspects.bound(SHOP, EUROPE)).isPresent();
            assertThat(bench.members.ask(trio.spec(), EAST, MemberSession::streaming))
                    .contains("us-west", "eu-west");
            assertThat(begun.by(trio.east.port())).isGreaterThan(20);
        });
    }

    @AfterEach
    void close() {
        if (writer != null) {
            writer.close();
        }
        bench.close();
        trio.close();
    }

    private RunView reaches(String id, RunState state) {
        eventually(PATIENCE, () -> {
            RunView run = find(id);
            assertThat(run.state()).as("%s", run).isEqualTo(state);
        });
        return find(id);
    }

    private RunView find(String id) {
        return bench.runs.find(id).orElseThrow();
    }

    private static StepView step(RunView run, String name) {
        return run.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void approve(String id, String text) {
        RunView run = reaches(id, RunState.WAITING_FOR_OPERATOR);
        assertThat(Objects.requireNonNull(run.question()).text()).contains(text);
        assertThat(bench.runs.approve(id, "alice", run.question().number())).isTrue();
    }

    @Test
    void aSynchronousPrimaryThatIsLostIsTakenOverByItselfAndNothingIsLost() throws Exception {
        begin(true);
        bench.standBesideEast();
        bench.leases.renew(SHOP, EAST, 3);
        trio.east.server().kill();

        RunView run = reaches(bench.started(bench.takeover, Cause.FOUND), RunState.SUCCEEDED);

        assertThat(run.steps())
                .extracting(StepView::name)
                .containsExactly(
                        "suspect",
                        "serve-read-only",
                        "decide",
                        "fence",
                        "seal",
                        "choose",
                        "take-over",
                        "repoint",
                        "route",
                        "rebuild",
                        "close");
        assertThat(run.steps()).extracting(StepView::state).containsOnly(StepState.DONE);
        int now = port(step(run, "choose"));
        writesAgain(now);
        assertThat(lost(now)).as("lost of %d", count()).isEmpty();
        assertThat(overlapping(now)).isZero();
        assertThat(bench.leases.of(SHOP)).hasValueSatisfying(lease -> {
            assertThat(lease.epoch()).isEqualTo(4);
            assertThat(lease.holder()).isEqualTo(name(now));
        });
        assertThat(bench.blocks.last(SHOP)).isPresent();
        System.out.println("synchronous takeover: nobody wrote for " + gap());
    }

    @Test
    void anAsynchronousPrimaryWithoutAFenceIsTakenOverOnlyByAnOperatorWhoSawWhatMayBeLost() throws Exception {
        begin(false);
        trio.east.server().kill();
        eventually(
                PATIENCE,
                () -> assertThat(bench.suspects.judge(SHOP, trio.spec(), EAST).reason())
                        .contains("do not hear it"));
        String id = bench.started(bench.takeover, Cause.ORDERED);

        approve(id, "of acknowledged writes, at least");
        eventually(PATIENCE, () -> assertThat(step(find(id), "decide").state()).isEqualTo(StepState.DONE));
        assertThat(Trio.query(trio.west, "select pg_is_in_recovery()")).isEqualTo("t");
        approve(id, "the old primary may still accept writes");
        eventually(
                PATIENCE,
                () -> assertThat(step(find(id), "rebuild").message())
                        .contains("us-east does not answer; the service beside it, or an operator, rebuilds it"));
        int now = port(step(find(id), "choose"));
        writesAgain(now);
        assertThat(overlapping(now)).isZero();
        System.out.println("asynchronous takeover: %d of %d lost, nobody wrote for %s"
                .formatted(lost(now).size(), count(), gap()));

        bench.standBesideEast();
        reaches(id, RunState.SUCCEEDED);
        assertThat(bench.members.ask(trio.spec(), name(now), MemberSession::streaming))
                .contains("us-east");
    }

    @Test
    void withOneStandbyOutOfReachASynchronousDatabaseIsNotTakenOver() throws Exception {
        begin(true);
        bench.traffic.add("web", "shop");
        trio.europe.kill();
        trio.east.server().kill();

        RunView run = reaches(bench.started(bench.takeover, Cause.FOUND), RunState.ROLLED_BACK);

        assertThat(step(run, "seal").message()).isNotEmpty();
        assertThat(run.message()).contains("1 of the 2 standbys are sealed that have to be");
        assertThat(bench.traffic.orders).as("taken back").isEmpty();
        assertThat(Trio.query(trio.west, "select pg_is_in_recovery()")).isEqualTo("t");
        assertThat(Trio.query(trio.west, "show primary_conninfo"))
                .contains("port='%d'".formatted(trio.east.port()), "application_name='us-west'");
    }

    @Test
    void aPrimaryThatIsWellIsNotTakenOverByItself() throws Exception {
        begin(true);

        RunView run = reaches(bench.started(bench.takeover, Cause.FOUND), RunState.FAILED);

        assertThat(run.message()).contains("region local reaches the primary");
        assertThat(Trio.query(trio.west, "show primary_conninfo")).isNotEmpty();
    }

    @Test
    void aServiceThatStartedAnewHasAVoteOnAPrimaryThatItsRegionHadSeen() throws Exception {
        begin(true);
        trio.east.server().kill();
        try (Fleet started = bench.startedFleet()) {
            Suspects suspects = bench.suspects(started);
            eventually(
                    PATIENCE,
                    () -> assertThat(suspects.judge(SHOP, trio.spec(), EAST, RegionName.of("local")))
                            .isInstanceOf(Suspicion.Lost.class));
            assertThat(suspects.judge(SHOP, trio.spec(), EAST)).isInstanceOf(Suspicion.Unsure.class);
            assertThat(suspects.judge(SHOP, trio.spec(), EAST, RegionName.of("other")))
                    .isInstanceOf(Suspicion.Unsure.class);
        }
    }

    @Test
    void aRunWhoseOnlyServiceWasKilledBeforeItsFirstStepGoesOn() throws Exception {
        begin(true);
        MoveInput input = bench.input(new Wish(null, false, Cause.FOUND));
        trio.east.server().kill();
        try (Fleet started = bench.startedFleet()) {
            SuspectStep step = bench.suspectStep(bench.suspects(started));

            Outcome acted = step.act(context(input, Map.of()));

            assertThat(acted).isInstanceOf(Outcome.Done.class);
            Map<String, String> stored = ((Outcome.Done) acted).output();
            eventually(
                    PATIENCE,
                    () -> assertThat(step.check(context(input, stored))).isInstanceOf(Outcome.Done.class));
        }
    }

    private static StepContext<MoveInput> context(MoveInput input, Map<String, String> stored) {
        PlannedStep planned = new PlannedStep(SuspectStep.NAME, "shop", PATIENCE, WayBack.NOTHING);
        RunStep step = new RunStep(1, planned, StepState.CHECKING, 1, 1, null, null, null, "", stored);
        Commands none = new Commands(null, null, null);
        Run run = new Run(1, RunState.RUNNING, "", null, null, none, List.of(step));
        return new StepContext<>("r-1", 1, input, "shop", null, run, 1);
    }

    @Test
    void whoeverAsksAtOnceOneRunIsStarted() throws Exception {
        begin(true);
        trio.east.server().kill();
        List<Future<Started>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                String key = i % 2 == 0 ? "shop/1/1/0" : null;
                asked.add(threads.submit(() -> bench.start(bench.takeover, new Wish(null, false, Cause.FOUND), key)));
            }
        }

        assertThat(asked.stream().map(Future::resultNow).filter(Started.New.class::isInstance))
                .hasSize(1);
        assertThat(bench.runs.list(10)).hasSize(1);
    }

    @Test
    void aSwitchoverLosesNothingAndMeasuresHowLongNobodyWrote() throws Exception {
        begin(false);
        bench.standBesideEast();
        bench.leases.renew(SHOP, EAST, 3);
        bench.traffic.add("web", "shop");
        bench.traffic.add("other", null);

        String id = bench.started(bench.switchover, Cause.PLANNED);
        eventually(PATIENCE, () -> assertThat(step(find(id), "route").message()).isEqualTo("web writes to nobody"));
        assertThat(bench.traffic.orders.values()).singleElement().satisfies(order -> {
            assertThat(order.application()).isEqualTo(ApplicationName.of("web"));
            assertThat(order.dataCenter()).isEqualTo(EAST);
            assertThat(order.reason()).isEqualTo("switchover " + id + " moves the primary of shop away from us-east");
        });
        bench.traffic.primary = WEST;

        RunView run = reaches(id, RunState.SUCCEEDED);
        assertThat(bench.traffic.orders).isEmpty();

        assertThat(run.steps())
                .extracting(StepView::name)
                .containsExactly(
                        "ready",
                        "serve-read-only",
                        "read-only",
                        "catch-up",
                        "fence",
                        "seal",
                        "choose",
                        "take-over",
                        "repoint",
                        "route",
                        "rebuild",
                        "close");
        writesAgain(trio.west.port());
        assertThat(lost(trio.west.port())).as("lost of %d", count()).isEmpty();
        assertThat(overlapping(trio.west.port())).isZero();
        assertThat(Long.parseLong(step(run, "take-over").output().getOrDefault("writeGapMs", "0")))
                .isPositive();
        assertThat(bench.blocks.last(SHOP)).as("no block").isEmpty();
        System.out.println("switchover: nobody wrote for %s, measured %s ms"
                .formatted(gap(), step(run, "take-over").output().get("writeGapMs")));
    }

    private SequenceWriter writing() {
        return Objects.requireNonNull(writer);
    }

    private int count() {
        return writing().acknowledged().size();
    }

    private Duration gap() {
        return writing().gap();
    }

    private long overlapping(int now) {
        return writing().overlapping(trio.east.port(), now);
    }

    private void writesAgain(int now) {
        eventually(PATIENCE, () -> assertThat(writing().by(now)).isGreaterThan(20));
        writing().stop();
    }

    private Set<Integer> lost(int now) throws SQLException {
        try (Connection primary = (now == trio.west.port() ? trio.west : trio.europe).connect("postgres")) {
            return writing().lost(primary);
        }
    }

    private int port(StepView choose) {
        return trioAddress(choose.output().getOrDefault("dataCenter", "")).port();
    }

    private EndpointAddress trioAddress(String dataCenter) {
        return bench.input(new Wish(null, false, Cause.FOUND)).address(DataCenterName.of(dataCenter));
    }

    private DataCenterName name(int port) {
        return port == trio.west.port() ? WEST : EUROPE;
    }
}
