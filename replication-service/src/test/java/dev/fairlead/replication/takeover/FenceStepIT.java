package dev.fairlead.replication.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.lease.LeaseCountdown;
import dev.fairlead.runs.Commands;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.Run;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunStep;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import tools.jackson.databind.json.JsonMapper;

/** The wait for the end of a lease, while the clock of the control plane's database is set. */
class FenceStepIT {

    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");

    private final TestDatabase database = TestDatabase.create("replication");
    private final HikariDataSource source = new HikariDataSource();
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final SharedClock shared = new SharedClock(jdbc);
    private final InMemoryWriteLeases leases = new InMemoryWriteLeases(shared::instant);
    private final MoveInput input = new MoveInput(
            SHOP,
            JsonMapper.shared().readValue("""
                    {"databaseName": "postgres", "credentials": "shop",
                     "members": [{"dataCenter": "us-east", "address": "10.0.0.1:5432"},
                       {"dataCenter": "us-west", "address": "10.0.0.2:5432"}],
                     "takeover": {"mode": "automatic", "rpoBudgetMs": 60000, "suspectAfterMs": 2000, "leaseMs": 10000}}
                    """, DatabaseSpec.class),
            EAST,
            null,
            new MoveInput.Wish(null, false, MoveInput.Cause.FOUND));
    private final Map<String, String> stored = new HashMap<>();
    private Instant counted = Instant.parse("2020-01-01T00:00:00Z");
    private LeaseRecall recall = new LeaseRecall(leases, new LeaseCountdown(() -> counted));
    private Instant heard = Instant.EPOCH;

    @BeforeEach
    void begin() {
        source.setJdbcUrl(database.url());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setConnectionInitSql("set search_path = replication, pg_catalog"); // whose clock is that below
        new ResourceDatabasePopulator(new ClassPathResource("db/runs/V0_1__runs.sql")).execute(source);
        jdbc.sql("create table clock_set (by interval not null)").update();
        jdbc.sql("insert into clock_set values (interval '0')").update();
        jdbc.sql("create function clock_timestamp() returns timestamptz language sql volatile"
                        + " as 'select pg_catalog.clock_timestamp() + by from replication.clock_set'")
                .update();
        jdbc.sql("""
                insert into run (id, kind, exclusion, subject, input, reason, author, created_at, epoch, state, message,
                                 updated_at)
                values ('r-1', 'takeover', 'move', 'shop', '{}', 'test', 'tester', now(), 1, 'RUNNING', '', now())
                """).update();
        leases.renew(SHOP, EAST, 3);
        heard = shared.instant();
    }

    @AfterEach
    void close() {
        source.close();
        database.close();
    }

    private void set(int minutes) {
        Instant before = shared.instant();
        jdbc.sql("update clock_set set by = by + :minutes * interval '1 minute'")
                .param("minutes", minutes)
                .update();
        assertThat(Duration.between(before, shared.instant()).toMinutes()).isEqualTo(minutes);
    }

    private void pass(int ms) {
        counted = counted.plusMillis(ms);
    }

    private FenceStep step() {
        Duration within = Duration.ofMinutes(15);
        return new FenceStep(
                recall,
                address -> Optional.empty(),
                new EpochGuard(jdbc),
                shared,
                new MoveTimes(within, within, within, within, within));
    }

    private StepContext<MoveInput> context() {
        Run run = new Run(
                1,
                RunState.RUNNING,
                "",
                null,
                null,
                new Commands(null, null, null),
                List.of(
                        run(1, SuspectStep.NAME, Map.of(SuspectStep.LAST_HEARD, heard.toString())),
                        run(2, DecideStep.NAME, Map.of(DecideStep.COVERED_UNTIL, heard.toString())),
                        run(3, FenceStep.NAME, stored)));
        return new StepContext<>("r-1", 1, input, "shop", null, run, 3);
    }

    private static RunStep run(int sequence, String name, Map<String, String> output) {
        PlannedStep planned = new PlannedStep(name, "shop", Duration.ofMinutes(15), WayBack.UNDO);
        return new RunStep(sequence, planned, StepState.CHECKING, 1, 1, null, null, null, "", output);
    }

    private void act() {
        if (step().act(context()) instanceof Outcome.Done(String _, var output)) {
            stored.putAll(output);
        }
        assertThat(stored).containsEntry("leaseEpoch", "3");
    }

    private void waits() {
        assertThat(step().check(context()))
                .isEqualTo(
                        new Outcome.NotYet(
                                "the write lease of the old primary has ended 11.000 s after this run first read its last renewal"));
    }

    private void isDone() {
        assertThat(step().check(context()))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done -> assertThat(done.reason())
                                .startsWith("the write lease that its keeper renewed last at")
                                .contains("up to 1")
                                .contains("of acknowledged writes"));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, -10})
    void aClockSetByMinutesNeitherEndsTheLeaseNorMakesTheWaitLonger(int minutes) {
        act();
        waits();
        set(minutes);
        waits();
        pass(10_999);
        waits();
        pass(1);
        isDone();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, -10})
    void theSameBetweenSuspectAndFence(int minutes) {
        recall.watch(input);
        pass(8_000);
        set(minutes);
        act();
        pass(2_999);
        waits();
        pass(1);
        isDone();
    }

    @Test
    void aServiceThatStartsAnewCountsInFull() {
        act();
        waits();
        pass(10_900);
        recall = new LeaseRecall(leases, new LeaseCountdown(() -> counted));
        waits();
        pass(10_999);
        waits();
        pass(1);
        isDone();
    }
}
