package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.EUROPE;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Trio.execute;
import static dev.fairlead.replication.takeover.Trio.query;
import static dev.fairlead.replication.takeover.Workbench.SHOP;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.rule.Suspicion;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Synchronous primaries that are lost in other ways than by their own end, on the operating system's PostgreSQL, while clients
 * outside and inside the lost data center go on writing. Whatever was acknowledged is there afterwards, and the old primary
 * acknowledges nothing once the new one does.
 */
@SuppressWarnings("NullAway.Init")
class LostPrimariesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration CONTROL_PLANE_AWAY = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Wires wires = new Wires();
    private final List<SequenceWriter> writers = new ArrayList<>();
    private Trio trio;
    private Workbench bench;
    private SequenceWriter outside;

    private void begin(Duration act, UnaryOperator<RunKind<MoveInput>> wrapped) throws SQLException, IOException {
        Duration minute = Duration.ofMinutes(1);
        trio = new Trio(folder, true, wires);
        bench = new Workbench(trio, new MoveTimes(minute, minute, act, minute, minute), wrapped);
        outside = writer("127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d"
                .formatted(
                        trio.reached(trio.west.port()).port(),
                        trio.reached(trio.europe.port()).port(),
                        trio.reached(trio.east.port()).port()));
        eventually(PATIENCE, () -> {
            assertThat(bench.suspects.bound(SHOP, WEST)).isPresent();
            assertThat(bench.suspects.bound(SHOP, EUROPE)).isPresent();
            assertThat(streaming()).contains("us-west", "eu-west");
            assertThat(outside.by(trio.east.port())).isGreaterThan(20);
        });
    }

    private void begin() throws SQLException, IOException {
        begin(Duration.ofMinutes(1), UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        writers.forEach(SequenceWriter::close);
        bench.close();
        trio.close();
        wires.close();
    }

    private SequenceWriter writer(String hosts) {
        SequenceWriter writer = new SequenceWriter(
                "jdbc:postgresql://%s/postgres?targetServerType=primary&connectTimeout=1&socketTimeout=2&hostRecheckSeconds=0"
                        .formatted(hosts),
                writers.size() * 1_000_000);
        writers.add(writer);
        return writer;
    }

    /** Clients in the primary's own data center. */
    private void writeInside() {
        for (int i = 0; i < 3; i++) {
            SequenceWriter inside = writer("127.0.0.1:" + trio.east.port());
            eventually(PATIENCE, () -> assertThat(inside.by(trio.east.port())).isGreaterThan(20));
        }
    }

    private Iterable<String> streaming() {
        return bench.members.ask(trio.spec(), EAST, MemberSession::streaming);
    }

    /** @return the id of the run that follows */
    private String lost() {
        eventually(
                PATIENCE,
                () -> assertThat(bench.suspects.judge(SHOP, trio.spec(), EAST)).isInstanceOf(Suspicion.Lost.class));
        return bench.started(bench.takeover, Cause.FOUND);
    }

    private RunView find(String id) {
        return bench.runs.find(id).orElseThrow();
    }

    private StepView step(String id, String name) {
        return find(id).steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void begins(String id, String step) {
        eventually(
                PATIENCE,
                () -> assertThat(step(id, step).startedAt()).as("%s", find(id)).isNotNull());
    }

    private void done(String id, String step) {
        eventually(
                PATIENCE,
                () -> assertThat(step(id, step).state()).as("%s", find(id)).isEqualTo(StepState.DONE));
    }

    private void reaches(String id, RunState state) {
        eventually(
                PATIENCE, () -> assertThat(find(id).state()).as("%s", find(id)).isEqualTo(state));
    }

    private PostgresServer chosen(String id) {
        done(id, "choose");
        String dataCenter = step(id, "choose").output().getOrDefault("dataCenter", "");
        return dataCenter.equals(WEST.value()) ? trio.west : trio.europe;
    }

    private void writesAgain(PostgresServer now) {
        long before = outside.by(now.port());
        eventually(PATIENCE, () -> assertThat(outside.by(now.port())).isGreaterThan(before + 50));
    }

    private void nothingIsLost(String story, PostgresServer now) throws SQLException {
        writesAgain(now);
        writers.forEach(SequenceWriter::stop);
        Ledger ledger = Ledger.of(writers);
        try (Connection primary = now.connect("postgres")) {
            ledger.print(story, trio.east.port(), now.port(), primary);
            assertThat(ledger.lost(primary)).isEmpty();
        }
        assertThat(ledger.overlapping(trio.east.port(), now.port())).isZero();
    }

    private void commitsWait() {
        eventually(
                PATIENCE,
                () -> assertThat(query(
                                trio.east.server(),
                                "select count(*) from pg_stat_activity where wait_event = 'SyncRep'"))
                        .isNotEqualTo("0"));
    }

    @Test
    void aPrimaryThatIsCutOffAndComesBackInTheMiddleAcknowledgesNothing() throws Exception {
        begin();
        writeInside();
        wires.to(trio.east.port()).hold();
        String id = lost();
        done(id, "seal");

        wires.to(trio.east.port()).heal();
        PostgresServer now = chosen(id);
        writesAgain(now);
        commitsWait();
        eventually(
                PATIENCE,
                () -> assertThat(step(id, "rebuild").message())
                        .contains("runs as primary of timeline 1 and has to be fenced"));
        bench.standBesideEast();
        reaches(id, RunState.SUCCEEDED);
        nothingIsLost("cut off, back in the middle", now);
    }

    @Test
    void aFenceAcknowledgesNoneOfTheCommitsThatWaitForStandbys() throws Exception {
        begin();
        writeInside();
        bench.standBesideEast();
        wires.to(trio.east.port()).hold();
        commitsWait();
        String id = lost();
        begins(id, "fence");
        wires.to(trio.east.port()).heal();
        reaches(id, RunState.SUCCEEDED);
        nothingIsLost("fenced while commits wait", chosen(id));
    }

    @Test
    void aFrozenPrimaryThatGoesOnLaterAcknowledgesNothing() throws Exception {
        begin();
        writeInside();
        Signals.freeze(trio.east.server());
        String id = lost();
        PostgresServer now = chosen(id);
        begins(id, "rebuild");
        writesAgain(now);

        Signals.thaw(trio.east.server());
        commitsWait();
        writesAgain(now);
        bench.standBesideEast();
        reaches(id, RunState.SUCCEEDED);
        nothingIsLost("frozen", now);
    }

    @Test
    void aPrimaryThatIsCutOffTogetherWithAStandbyGoesOnAndNobodyTakesOver() throws Exception {
        begin(SHORT, UnaryOperator.identity());
        writeInside();
        Trio.attach(trio.europe, EUROPE, trio.east.port());
        eventually(PATIENCE, () -> assertThat(streaming()).contains("us-west", "eu-west"));
        wires.to(trio.east.port()).hold();
        wires.to(trio.europe.port()).hold();
        String id = lost();
        begins(id, "seal");
        bench.runs.abort(id, "the test, or it would wait for a minute");
        reaches(id, RunState.ABORTED);
        assertThat(step(id, "seal").message()).isNotEmpty();
        assertThat(query(trio.west, "select pg_is_in_recovery()")).isEqualTo("t");

        SequenceWriter inside = writers.getLast();
        long before = inside.by(trio.east.port());
        eventually(PATIENCE, () -> assertThat(inside.by(trio.east.port())).isGreaterThan(before + 50));
        wires.to(trio.east.port()).heal();
        wires.to(trio.europe.port()).heal();
        eventually(PATIENCE, () -> assertThat(streaming()).contains("us-west", "eu-west"));
        writers.forEach(SequenceWriter::stop);
        try (Connection primary = trio.east.server().connect("postgres")) {
            assertThat(Ledger.of(writers).lost(primary)).isEmpty();
        }
    }

    @Test
    void aStandbyWithPausedReplayTakesOverWithAllThatItReceivedAndOneThatLostItsSlotIsLeftBehind() throws Exception {
        begin(SHORT, UnaryOperator.identity());
        trio.europe.stop();
        execute(trio.east.server(), "select pg_drop_replication_slot('europe')");
        for (int i = 0; i < 3; i++) {
            execute(trio.east.server(), "select pg_switch_wal()");
            execute(trio.east.server(), "checkpoint");
        }
        eventually(PATIENCE, () -> {
            execute(trio.west, "checkpoint");
            assertThat(query(trio.west, "select min(name) from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'"))
                    .isGreaterThan(query(trio.east.server(), "select pg_walfile_name('0/3000000')"));
        });
        trio.europe.start();
        execute(trio.west, "select pg_wal_replay_pause()");
        long before = outside.by(trio.east.port());
        eventually(PATIENCE, () -> assertThat(outside.by(trio.east.port())).isGreaterThan(before + 50));
        trio.east.server().kill();

        String id = lost();
        assertThat(chosen(id)).isSameAs(trio.west);
        reaches(id, RunState.WAITING_FOR_OPERATOR);
        assertThat(find(id).message()).contains("eu-west does not stream from the new primary under its name");
        execute(trio.west, "alter system set synchronous_standby_names = ''");
        execute(trio.west, "select pg_reload_conf()");
        nothingIsLost("replay paused, slot lost", trio.west);
        assertThat(bench.runs.approve(
                        id, "alice", Objects.requireNonNull(find(id).question()).number()))
                .isTrue();
        eventually(PATIENCE, () -> assertThat(step(id, "repoint").message()).contains("alice goes on without"));
    }

    @Test
    void theControlPlanesOwnDatabaseMayBeAwayInTheMiddle() throws Exception {
        begin();
        bench.standBesideEast();
        bench.leases.renew(SHOP, EAST, 1);
        trio.east.server().kill();
        String id = lost();
        begins(id, "fence");

        bench.withoutControlPlane(() -> {
            Instant back = Instant.now().plus(CONTROL_PLANE_AWAY);
            eventually(PATIENCE, () -> assertThat(Instant.now()).isAfter(back));
        });
        reaches(id, RunState.SUCCEEDED);
        nothingIsLost("control plane's database away", chosen(id));
    }

    @Test
    void anExecutorThatSleptWhileAnotherWentOnDoesNothingWhenItWakes() throws Exception {
        Sleeper sleeper = new Sleeper("take-over");
        begin(Duration.ofMinutes(1), sleeper::in);
        bench.standBesideEast();
        trio.east.server().kill();
        String id = lost();
        sleeper.awaitAsleep();

        bench.runs.close();
        try (Runs other = bench.executor()) {
            other.carryOn();
            reaches(id, RunState.SUCCEEDED);
            assertThat(sleeper.woken()).hasMessageContaining("no longer carried on under epoch");
            PostgresServer now = chosen(id);
            nothingIsLost("two executors", now);
            assertThat(query(now, "select left(pg_walfile_name(pg_current_wal_lsn()), 8)"))
                    .as("taken over once")
                    .isEqualTo("00000002");
        }
    }
}
