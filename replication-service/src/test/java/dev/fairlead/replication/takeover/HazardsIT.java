package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.EUROPE;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Trio.execute;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hazards of taking over from PostgreSQL, each one seen on real servers, and what is done about it. */
@SuppressWarnings("NullAway.Init")
class HazardsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Trio trio;
    private Workbench bench;

    private void begin(boolean synchronous) throws SQLException, IOException {
        trio = new Trio(folder, synchronous);
        bench = new Workbench(trio);
        eventually(
                PATIENCE,
                () -> assertThat(bench.members.ask(trio.spec(), EAST, MemberSession::streaming))
                        .contains("us-west", "eu-west"));
    }

    @AfterEach
    void close() {
        bench.close();
        trio.close();
    }

    private void seal(DataCenterName standby) {
        bench.members.ask(trio.spec(), standby, session -> {
            session.seal();
            return standby;
        });
        eventually(PATIENCE, () -> assertThat(SealStep.isSealed(state(standby))).isTrue());
    }

    private MemberState state(DataCenterName member) {
        return bench.members.ask(trio.spec(), member, MemberSession::state);
    }

    private int insert(int number) throws SQLException {
        String url = "jdbc:postgresql://127.0.0.1:%d/postgres?socketTimeout=4".formatted(trio.east.port());
        try (Connection connection = DriverManager.getConnection(url, "app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute("insert into rows values (%d)".formatted(number));
        }
        return number;
    }

    @Test
    void anOldPrimaryAcknowledgesAsLongAsOneStandbyIsLeftToItAndNothingOnceBothAreSealed() throws Exception {
        begin(true);
        seal(WEST);
        insert(1);
        seal(EUROPE);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> write = threads.submit(() -> insert(2));
            eventually(PATIENCE, () -> assertThat(write.state()).isEqualTo(Future.State.FAILED));
        }
    }

    @Test
    void aWriterThatWaitsForItsStandbysIsEndedWithAnErrorAndNeverWithASuccess() throws Exception {
        begin(true);
        seal(WEST);
        seal(EUROPE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> write = threads.submit(() -> insert(1));
            eventually(
                    PATIENCE,
                    () -> assertThat(Trio.query(
                                    trio.east.server(),
                                    "select count(*) from pg_stat_activity where wait_event = 'SyncRep'"))
                            .isEqualTo("1"));

            int ended = bench.members.ask(trio.spec(), EAST, MemberSession::endSessions);

            assertThat(ended).isPositive();
            eventually(PATIENCE, () -> assertThat(write.state()).isEqualTo(Future.State.FAILED));
            assertThat(write.exceptionNow()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void aPositionSurvivesTheRestartOfASealedStandby() throws Exception {
        begin(false);
        insert(1);
        seal(WEST);
        MemberState.Standby before = (MemberState.Standby) state(WEST);
        trio.west.stop();
        trio.west.start();

        MemberState.Standby after = (MemberState.Standby) state(WEST);
        assertThat(after.branch()).isEqualTo(before.branch());
        assertThat(before.received().bytesAheadOf(after.received())).isLessThan(1_024);
        assertThat(SealStep.isSealed(after)).isTrue();
    }

    @Test
    void anOldPrimaryThatLeftTheHistoryIsNotRebuiltByAStartThatWorked() throws Exception {
        begin(false);
        seal(WEST);
        bench.members.ask(trio.spec(), WEST, session -> {
            session.takeOver();
            session.testWrite();
            return WEST;
        });
        insert(1);
        long timeline = state(WEST).branch().timeline();
        execute(trio.west, "select pg_create_physical_replication_slot('us_east', true)");
        trio.east.server().stop();
        Credentials.Login login = bench.members.login(trio.spec());
        trio.east.follow(Trio.address(trio.west.port()), login, "us-east", "us_east");
        trio.east.start();

        MoveInput input = bench.input(new Wish(null, false, Cause.FOUND));
        eventually(
                PATIENCE,
                () -> assertThat(bench.rebuilds.open(input, WEST, timeline))
                        .hasValueSatisfying(open -> assertThat(open).contains("does not stream from us-west")));
        bench.standBesideEast();
        assertThat(bench.rebuilds.carryOn("r-1", input, new ChooseStep.Chosen(WEST, 1)))
                .hasValueSatisfying(said -> assertThat(said).contains("rewind"));
        eventually(PATIENCE, () -> {
            bench.rebuilds.carryOn("r-1", input, new ChooseStep.Chosen(WEST, 1));
            assertThat(bench.rebuilds.open(input, WEST, timeline)).isEmpty();
        });
    }

    @Test
    void theLeastPrivilegedRoleMayDoAllThatMovesNeed() throws Exception {
        begin(false);
        assertThat(Trio.query(trio.east.server(), "select rolsuper from pg_roles where rolname = 'fairlead'"))
                .isEqualTo("f");
        String conninfo = bench.members.ask(trio.spec(), WEST, session -> session.setting("primary_conninfo"));
        assertThat(conninfo).contains("us-west");
        bench.members.ask(trio.spec(), EAST, session -> {
            session.set("default_transaction_read_only", "on");
            session.reset("default_transaction_read_only");
            return EAST;
        });
        bench.members.ask(trio.spec(), EAST, session -> {
            session.createSlot("another");
            session.createSlot("another");
            session.checkpoint();
            session.testWrite();
            return EAST;
        });
    }
}
