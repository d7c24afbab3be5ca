package dev.fairlead.replication.lease;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.PackagedServers;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.testing.servers.TcpLink;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A keeper, a real primary beside it that a client writes to, and a control plane's database that can be cut off. */
@SuppressWarnings("NullAway.Init")
class LeaseKeeperIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofSeconds(10));

    private final InstantSource clock = new MonotonicClock();
    private final TestDatabase database = TestDatabase.create("replication");
    private final TcpLink link = TcpLink.to(database.server().port());
    private StoredLeases leases;
    private PackagedServers servers;
    private LocalProperties.Server east;
    private LocalServer primary;
    private volatile Presence presence = new Presence.Primary(1, true);
    private @Nullable FenceWatch watch;
    private @Nullable LeaseKeeper keeper;
    private NumberedWriter writer;

    @BeforeEach
    void start() throws IOException, SQLException {
        servers = new PackagedServers();
        var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure().dataSource(source).load().migrate();
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("insert into database values ('shop', 0, '{}')").update();
        leases = leases(jdbc);
        east = servers.primary("east");
        primary = servers.control(east);
        writer = new NumberedWriter(east, clock);
    }

    private static StoredLeases leases(JdbcClient jdbc) {
        return new StoredLeases(jdbc, () -> Map.of(SHOP, new DatabaseSpec("shop", "shop", List.of(), 250)));
    }

    @AfterEach
    void stop() throws IOException {
        stopService();
        writer.close();
        servers.close();
        link.close();
        database.close();
    }

    private void startService() throws IOException {
        startWatch();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.url());
        source.setPortNumbers(new int[] {link.port()});
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setSocketTimeout(2);
        keeper = new LeaseKeeper(
                new Post(SHOP, EAST, east.address(), TERMS),
                primary,
                Objects.requireNonNull(watch),
                leases(JdbcClient.create(source)),
                () -> presence,
                clock);
    }

    private void startWatch() throws IOException {
        watch = new FenceWatch("east", primary, east.beside("lease"), clock);
    }

    /** As a kill does: nothing is given back. */
    private void stopService() {
        if (keeper != null) {
            keeper.close();
            keeper = null;
        }
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    private StoredLease lease() {
        return leases.find(SHOP).orElseThrow();
    }

    private void holds(long epoch) {
        eventually(PATIENCE, () -> {
            assertThat(lease().lease().holder()).isEqualTo(EAST);
            assertThat(lease().lease().epoch()).isEqualTo(epoch);
            assertThat(lease().lease().fencedAt()).isNull();
            assertThat(lease().left()).isPositive();
            assertThat(primary.isRunning()).isTrue();
        });
        int before = writer.acknowledged();
        eventually(PATIENCE, () -> assertThat(writer.acknowledged()).isGreaterThan(before));
    }

    /** Waits for the end of the lease; a client got no answer after it. */
    private void expires() {
        eventually(PATIENCE, () -> assertThat(lease().left()).isNegative());
        Instant expired = clock.instant();
        assertThat(writer.last()).isBefore(expired.minus(LeaseTerms.CLOCKS_DIFFER));
        int acknowledged = writer.acknowledged();
        eventually(PATIENCE, () -> assertThat(clock.instant()).isAfter(expired.plusSeconds(2)));
        assertThat(writer.acknowledged()).isEqualTo(acknowledged);
    }

    @Test
    void aPrimaryCutOffFromTheControlPlaneStopsBeforeItsLeaseEndsAndGoesOnWhenItIsBack() throws IOException {
        startService();
        holds(1);
        Instant renewed = lease().lease().renewedAt();
        eventually(PATIENCE, () -> assertThat(lease().lease().renewedAt()).isAfter(renewed));

        link.hold();
        expires();
        assertThat(primary.isRunning()).isFalse();
        assertThat(primary.fenced()).hasValue(1);
        assertThat(lease().lease().fencedAt()).isNull();

        link.heal();
        holds(2);
        assertThat(primary.fenced()).isEmpty();
    }

    @Test
    void aRevokedHolderFencesTellsSoAndStaysFenced() throws IOException {
        startService();
        holds(1);
        leases.revoke(SHOP, 1);
        eventually(PATIENCE, () -> assertThat(lease().lease().fencedAt()).isNotNull());
        assertThat(primary.isRunning()).isFalse();
        assertThat(writer.last()).isBefore(clock.instant());
        assertThatThrownBy(primary::start).hasMessageContaining("is fenced under epoch 1");

        assertThat(leases.grant(SHOP, WEST, 2).holder()).isEqualTo(WEST);
        int acknowledged = writer.acknowledged();
        leases.revoke(SHOP, 2);
        assertThat(writer.acknowledged()).isEqualTo(acknowledged);
        leases.grant(SHOP, EAST, 3);
        holds(3);
    }

    @Test
    void aServiceThatWasKilledGoesOnUnderTheSameEpochAndFencesInTimeIfItCannot() throws IOException {
        startService();
        holds(1);
        stopService();
        startService();
        holds(1);
        Instant renewed = lease().lease().renewedAt();
        eventually(PATIENCE, () -> assertThat(lease().lease().renewedAt()).isAfter(renewed));

        stopService();
        startWatch();
        expires();
        assertThat(primary.fenced()).hasValue(1);
    }

    @Test
    void anOldPrimaryThatComesBackWithoutALeaseIsFenced() throws IOException {
        leases.take(SHOP, WEST, 2, Duration.ofSeconds(45));
        presence = new Presence.Primary(1, false);
        startService();
        eventually(PATIENCE, () -> assertThat(primary.fenced()).hasValue(1));
        eventually(PATIENCE, () -> assertThat(primary.isRunning()).isFalse());
        assertThat(lease().lease().holder()).isEqualTo(WEST);
        assertThat(lease().lease().fencedAt()).as("it is not the holder").isNull();
    }

    @Test
    void aReplicaAsksForNothingAndAStandbyGivesNothingBack() throws IOException {
        startService();
        holds(1);
        presence = new Presence.Replica();
        eventually(PATIENCE, () -> assertThat(lease().left()).isNegative());
        assertThat(primary.isRunning()).as("its lease was dropped, not lost").isTrue();
        assertThat(east.beside("lease")).doesNotExist();
        assertThat(Objects.requireNonNull(keeper).secondsLeft()).isNaN();
    }
}
