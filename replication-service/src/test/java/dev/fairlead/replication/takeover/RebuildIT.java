package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.local.PackagedServers.ask;
import static dev.fairlead.replication.local.PackagedServers.connect;
import static dev.fairlead.replication.local.PackagedServers.execute;
import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.EUROPE;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Workbench.SHOP;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.contracts.replication.LostWrites.Change;
import dev.fairlead.contracts.replication.LostWrites.TableRows;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.StopMode;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Started;
import dev.fairlead.runs.StepView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an old primary, with PostgreSQL's own programs. */
@SuppressWarnings("NullAway.Init")
class RebuildIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private PackagedTrio trio;
    private Workbench bench;

    private void begin(boolean synchronous, UnaryOperator<RunKind<MoveInput>> wrapped)
            throws SQLException, IOException {
        trio = new PackagedTrio(folder, synchronous);
        bench = new Workbench(trio, Duration.ofMinutes(1), wrapped);
        execute(trio.east, "insert into rows values (0, 'on all')");
        eventually(PATIENCE, () -> {
            assertThat(bench.members.ask(trio.spec(), EAST, MemberSession::streaming))
                    .contains("us-west", "eu-west");
            assertThat(ask(trio.west, "select note from rows")).isEqualTo("on all");
            assertThat(ask(trio.europe, "select note from rows")).isEqualTo("on all");
            assertThat(bench.suspects.bound(SHOP, WEST)).isPresent();
        });
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        trio.close();
    }

    @Test
    void anOldPrimaryIsRewoundAndWhatItHadAloneIsToldFirst() throws Exception {
        begin(false, UnaryOperator.identity());
        bench.standBesideEast();

        RunView run = takenOverWithoutTheLast();

        lossIsTold(run);
        assertThat(trio.east.beside("replaced")).as("it was not copied").doesNotExist();
        assertThat(ask(trio.east, "select count(*) from pg_replication_slots"))
                .as("slots of a primary, which would keep log forever")
                .isEqualTo("0");
    }

    @Test
    void whereARewindIsImpossibleItIsCopiedAndWhatItHadAloneIsToldAsWell() throws Exception {
        begin(false, UnaryOperator.identity());
        bench.locals.put(trio.east.address(), trio.servers.control(withOnly("pg_ctl", "pg_basebackup", "pg_waldump")));

        RunView run = takenOverWithoutTheLast();

        lossIsTold(run);
        assertThat(trio.east.beside("replaced").resolve("pg_wal"))
                .as("the old data")
                .isDirectory();
    }

    @Test
    void aSwitchoverIsSaidToHaveLostNothingAlsoWhereTheLogCannotBeRead() throws Exception {
        begin(false, UnaryOperator.identity());
        bench.locals.put(trio.east.address(), trio.servers.control(withOnly("pg_ctl", "pg_basebackup")));

        RunView run = reaches(bench.started(bench.switchover, Cause.PLANNED), RunState.SUCCEEDED);

        assertThat(step(run, "rebuild").message())
                .isEqualTo(
                        "us-east streams from us-west; us-east had 0 transactions, 0 bytes of log, that us-west has not");
        assertThat(step(run, "rebuild").output()).containsEntry("lostTransactions", "0");
    }

    @Test
    void everyRowThatWasAcknowledgedAndIsGoneIsKept() throws Exception {
        begin(false, UnaryOperator.identity());
        bench.standBesideEast();
        try (SequenceWriter writer = new SequenceWriter(trio.url())) {
            eventually(
                    PATIENCE,
                    () -> assertThat(writer.by(trio.east.address().port())).isGreaterThan(20));
            RunView run = takenOverWithoutTheLast();
            eventually(
                    PATIENCE,
                    () -> assertThat(writer.by(trio.west.address().port())).isGreaterThan(20));
            writer.stop();

            LostWrites.Rows rows = Objects.requireNonNull(
                    bench.losses.of(run.id()).orElseThrow().rows());
            Set<Integer> kept =
                    Files.readAllLines(Path.of(rows.folder())
                                    .resolve(rows.tables().getFirst().file()))
                            .stream()
                            .skip(1)
                            .map(line -> Integer.valueOf(line.split(",", -1)[1]))
                            .filter(number -> number >= 0)
                            .collect(Collectors.toSet());
            try (Connection primary = connect(trio.west)) {
                Set<Integer> lost = writer.lost(primary);
                assertThat(lost).hasSizeGreaterThan(1);
                assertThat(kept).containsAll(lost);
                kept.removeAll(lost);
                assertThat(kept).as("was under way at the kill").hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"choose", "take-over", "repoint"})
    void anOldPrimaryThatComesBackInTheMiddleAcknowledgesNothing(String step) throws Exception {
        begin(true, kind -> Meanwhile.in(kind, step, this::startEast));
        try (SequenceWriter writer = new SequenceWriter(trio.url())) {
            eventually(
                    PATIENCE,
                    () -> assertThat(writer.by(trio.east.address().port())).isGreaterThan(20));
            trio.control().stop(StopMode.IMMEDIATE);
            String id = bench.started(bench.takeover, Cause.FOUND);
            eventually(
                    PATIENCE,
                    () -> assertThat(step(run(id), "rebuild").message())
                            .contains("us-east runs as primary of timeline 1 and has to be fenced"));
            assertThatThrownBy(this::writeToEast).isInstanceOf(SQLException.class);
            bench.standBesideEast();

            RunView run = reaches(id, RunState.SUCCEEDED);

            LocalProperties.Server now = trio.at(primary(run));
            eventually(
                    PATIENCE, () -> assertThat(writer.by(now.address().port())).isGreaterThan(20));
            writer.stop();
            try (Connection primary = connect(now)) {
                assertThat(writer.lost(primary)).isEmpty();
            }
            assertThat(writer.overlapping(
                            trio.east.address().port(), now.address().port()))
                    .isZero();
            assertThat(bench.losses.of(id).orElseThrow().reason())
                    .contains("that %s has not".formatted(primary(run)))
                    .contains("their commits waited for standbys");
            assertThat(bench.members.ask(trio.spec(), primary(run), MemberSession::waitedFor))
                    .contains("us-east");
        }
    }

    private void startEast() {
        try {
            trio.startEast();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void writeToEast() throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/postgres?socketTimeout=2"
                .formatted(trio.east.address().port());
        try (Connection client = DriverManager.getConnection(url, "app", "app");
                Statement statement = client.createStatement()) {
            statement.execute("insert into rows values (-10, 'on the old primary only')");
        }
    }

    /** Nobody has the last two transactions of the old primary. */
    private RunView takenOverWithoutTheLast() throws Exception {
        for (LocalProperties.Server standby : List.of(trio.europe, trio.west)) { // so that the latter has the most
            execute(standby, "alter system set primary_conninfo = ''", "select pg_reload_conf()");
            eventually(
                    PATIENCE,
                    () -> assertThat(ask(standby, "select pid from pg_stat_wal_receiver"))
                            .isEmpty());
        }
        execute(
                trio.east,
                "insert into rows values (-1, 'on the old primary only'), (-2, 'and this')",
                "delete from rows where n = 0");
        trio.control().stop(StopMode.IMMEDIATE);
        eventually(
                PATIENCE,
                () -> assertThat(bench.suspects.judge(SHOP, trio.spec(), EAST).reason())
                        .contains("do not hear it"));
        Started started = bench.start(bench.takeover, new Wish(WEST, true, Cause.ORDERED), null);
        return reaches(((Started.New) started).run().id(), RunState.SUCCEEDED);
    }

    private void lossIsTold(RunView run) throws SQLException, IOException {
        LostWrites lost = bench.losses.of(run.id()).orElseThrow();
        assertThat(bench.losses.of(SHOP)).containsExactly(lost);
        assertThat(lost.transactions().stream().flatMap(transaction -> transaction.changes().stream()))
                .containsExactly(new Change("rows", 2, 0, 0), new Change("rows", 0, 0, 1));
        LostWrites.Log log = Objects.requireNonNull(lost.log());
        assertThat(log.timeline()).isEqualTo(1);
        LostWrites.Rows rows = Objects.requireNonNull(lost.rows());
        assertThat(rows.tables()).extracting(TableRows::table, TableRows::rows).containsExactly(tuple("rows", 2L));
        assertThat(Files.readString(
                        Path.of(rows.folder()).resolve(rows.tables().getFirst().file())))
                .matches("lost_transaction,n,note\n\\d+,-1,on the old primary only\n\\d+,-2,and this\n");
        LostRowFiles files = new LostRowFiles(bench.losses, address -> Optional.ofNullable(bench.locals.get(address)));
        String file = rows.tables().getFirst().file();
        assertThat(files.find(SHOP, trio.spec(), run.id(), file))
                .isEqualTo(Path.of(rows.folder()).resolve(file));
        assertThatThrownBy(() -> files.find(SHOP, trio.spec(), run.id(), "../from"))
                .hasMessageContaining("kept no rows in ../from");
        assertThatThrownBy(() -> new LostRowFiles(bench.losses, address -> Optional.empty())
                        .find(SHOP, trio.spec(), run.id(), file))
                .hasMessageContaining("on the machine of the server in us-east");
        assertThat(lost.reason()).contains("; 2 rows that they inserted or changed are kept in");
        assertThat(log.bytes()).isPositive();
        assertThat(log.commits().count()).isGreaterThanOrEqualTo(2);
        assertThat(step(run, "rebuild").output())
                .containsEntry("lostFrom", log.from())
                .containsEntry("lostTransactions", Long.toString(log.commits().count()))
                .containsKeys("firstLostCommit", "lastLostCommit", "lostBytes");
        assertThat(step(run, "rebuild").message()).contains("us-east streams from us-west; us-east had");
        eventually(
                PATIENCE,
                () -> assertThat(ask(trio.east, "select n from rows where n <= 0"))
                        .isEqualTo("0"));
        assertThat(ask(trio.east, "show primary_conninfo")).contains("application_name='us-east'");
        assertThat(bench.members.ask(trio.spec(), WEST, MemberSession::streaming))
                .contains("us-east", "eu-west");
        assertThat(bench.members
                        .ask(trio.spec(), EUROPE, MemberSession::state)
                        .branch()
                        .timeline())
                .isEqualTo(2);
    }

    private LocalProperties.Server withOnly(String... present) throws IOException {
        Path programs = Files.createDirectory(trio.east.beside("bin"));
        for (String program : present) {
            Files.createSymbolicLink(
                    programs.resolve(program), trio.east.binDirectory().resolve(program));
        }
        return new LocalProperties.Server(
                trio.east.address(), trio.east.dataDirectory(), programs, trio.east.user(), null, null);
    }

    private RunView reaches(String id, RunState state) {
        eventually(PATIENCE, () -> assertThat(run(id).state()).as("%s", run(id)).isEqualTo(state));
        return run(id);
    }

    private RunView run(String id) {
        return bench.runs.find(id).orElseThrow();
    }

    private static StepView step(RunView run, String name) {
        return run.steps().stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static DataCenterName primary(RunView run) {
        return ChooseStep.chosen(step(run, "choose").output()).dataCenter();
    }
}
