package dev.fairlead.replication.join;

import static dev.fairlead.replication.local.PackagedServers.ask;
import static dev.fairlead.replication.local.PackagedServers.execute;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseMember.Stage;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.join.rule.Next;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.PackagedServers;
import dev.fairlead.replication.local.StopMode;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.replication.takeover.member.MemberActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A member that is added to a database of one, with PostgreSQL's own programs. */
@SuppressWarnings("NullAway.Init")
class JoinIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Place PLACE = new Place(SHOP, WEST);

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.create("replication");
    private final HikariDataSource source = new HikariDataSource();
    private final Set<Stage> seen = new TreeSet<>();
    private PackagedServers servers;
    private LocalProperties.Server east;
    private LocalProperties.Server west;
    private LocalServer control;
    private MemberActions members;
    private Joinings joinings;
    private Fleet fleet;
    private Optional<String> moving = Optional.empty();

    @BeforeEach
    void start() throws IOException, SQLException {
        servers = new PackagedServers();
        east = servers.primary("east");
        west = servers.empty("west");
        control = servers.control(west);
        execute(
                east,
                "create role fairlead superuser login password 'secret'",
                "insert into rows values (1, 'before')");
        Files.writeString(folder.resolve("shop"), "user=fairlead\npassword=secret\n");
        source.setJdbcUrl(database.url());
        source.setUsername(database.user());
        source.setPassword(database.password());
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V7__joining_members.sql")).execute(source);
        Credentials credentials = new Credentials(folder);
        members = new MemberActions(credentials);
        joinings = new Joinings(JdbcClient.create(source));
        fleet = new Fleet(() -> Map.of(SHOP, spec()), credentials, new MonotonicClock(), (name, findings) -> {});
    }

    @AfterEach
    void stop() throws IOException {
        fleet.close();
        source.close();
        database.close();
        servers.close();
    }

    @Test
    void aServerWithoutDataIsCopiedFollowsAndThenCounts() throws Exception {
        becomesMember(joins());

        assertThat(seen).contains(Stage.COPYING, Stage.CATCHING_UP);
        assertThat(ask(west, "select note from rows")).isEqualTo("before");
        assertThat(ask(west, "show primary_conninfo")).contains("application_name='us-west'");
        assertThat(ask(east, "select active from pg_replication_slots where slot_name = 'us_west'"))
                .isEqualTo("t");
        joins().look(Map.of(SHOP, spec()));
        assertThat(joinings.all()).as("it is left alone").isEmpty();
    }

    @Test
    void whoeverWasKilledAtACopyBeginsItAgainAndAfterItGoesOn() throws Exception {
        Files.createDirectory(west.beside("copy"));
        Files.createFile(west.beside("copy").resolve("half"));
        joinings.enter(PLACE, new Next.Joining(Stage.COPYING, 0, Instant.now()), "was killed");
        Joins killed = joins();
        eventually(PATIENCE, () -> {
            killed.look(Map.of(SHOP, spec()));
            assertThat(stage()).isEqualTo(Stage.CATCHING_UP);
        });
        control.stop(StopMode.IMMEDIATE);
        execute(east, "insert into rows values (2, 'meanwhile')");

        becomesMember(joins());

        assertThat(ask(west, "select note from rows order by n")).isEqualTo("before,meanwhile");
    }

    @Test
    void nothingBeginsWhileThePrimaryMoves() throws Exception {
        moving = Optional.of("r-1");
        Joins joins = joins();
        eventually(PATIENCE, () -> {
            joins.look(Map.of(SHOP, spec()));
            assertThat(joinings.all().values())
                    .extracting(Joinings.Row::reason)
                    .containsExactly("run r-1 moves the primary");
        });
        assertThat(stage()).isEqualTo(Stage.NEW);
        assertThat(control.hasData()).isFalse();
        joins.look(Map.of());
        assertThat(joinings.all()).as("it is no member any more").isEmpty();
    }

    private void becomesMember(Joins joins) {
        eventually(PATIENCE, () -> {
            joins.look(Map.of(SHOP, spec()));
            Map<Place, Joinings.Row> rows = joinings.all();
            rows.values().forEach(row -> seen.add(row.joining().stage()));
            assertThat(rows).as("%s", rows).isEmpty();
            assertThat(control.isRunning()).isTrue();
        });
    }

    private Stage stage() {
        return Objects.requireNonNull(joinings.all().get(PLACE)).joining().stage();
    }

    private Joins joins() {
        Map<EndpointAddress, LocalServer> locals = Map.of(west.address(), control);
        return new Joins(
                address -> Optional.ofNullable(locals.get(address)),
                new Surroundings(fleet::findings, name -> moving, members),
                members,
                joinings,
                Clock.systemUTC());
    }

    private DatabaseSpec spec() {
        return new DatabaseSpec(
                "postgres", "shop", List.of(new Member(EAST, east.address()), new Member(WEST, west.address())), 100);
    }
}
