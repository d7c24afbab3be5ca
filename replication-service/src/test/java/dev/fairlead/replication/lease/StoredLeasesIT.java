package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Compare and set on a real PostgreSQL. */
@SuppressWarnings("NullAway.Init")
class StoredLeasesIT {

    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Duration LONG = Duration.ofSeconds(45);
    private static final Duration GONE = Duration.ofMillis(-1);

    private final TestDatabase database = TestDatabase.create("replication");
    private JdbcClient jdbc;
    private StoredLeases leases;

    @BeforeEach
    void migrate() {
        var source = new DriverManagerDataSource(database.url(), database.user(), database.password());
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        jdbc.sql("insert into database values ('shop', 0, '{}')").update();
        leases = new StoredLeases(jdbc, () -> Map.of(SHOP, new DatabaseSpec("shop", "shop", List.of(), 250)));
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void isTakenRenewedRevokedAndGiven() {
        assertThat(leases.of(SHOP)).isEmpty();
        assertThat(leases.renew(SHOP, EAST, 1, 1, LONG)).isEmpty();
        assertThatThrownBy(() -> leases.revoke(SHOP, 1)).hasMessage("there never was a write lease of shop");

        StoredLease taken = leases.take(SHOP, EAST, 1, LONG).orElseThrow();
        assertThat(taken.lease().holder()).isEqualTo(EAST);
        assertThat(taken.lease().epoch()).isEqualTo(1);
        assertThat(taken.left()).isBetween(Duration.ofSeconds(30), LONG);
        assertThat(leases.take(SHOP, EAST, 1, LONG).orElseThrow().lease().epoch())
                .as("its own again")
                .isEqualTo(1);
        assertThat(leases.take(SHOP, WEST, 2, LONG)).as("not expired").isEmpty();
        WriteLease renewed = leases.renew(SHOP, EAST, 1, 1, LONG).orElseThrow().lease();
        assertThat(renewed.expires()).isAfter(taken.lease().expires());
        assertThat(leases.grant(SHOP, WEST, 2)).isEqualTo(renewed);

        assertThat(leases.revoke(SHOP, 0).revoked()).isFalse();
        assertThat(leases.revoke(SHOP, 1).revoked()).isTrue();
        assertThat(leases.revoke(SHOP, 1).revoked()).isTrue();
        assertThat(leases.renew(SHOP, EAST, 1, 1, LONG)).isEmpty();
        assertThat(leases.take(SHOP, EAST, 1, LONG)).isEmpty();
        assertThat(leases.grant(SHOP, WEST, 3).holder())
                .as("an epoch was left out")
                .isEqualTo(EAST);

        leases.fenced(SHOP, EAST, 1);
        assertThat(leases.of(SHOP).orElseThrow().fencedAt()).isNotNull();
        assertThat(leases.resume(SHOP, EAST, 1, LONG)).isEmpty();
        WriteLease given = leases.grant(SHOP, WEST, 2);
        assertThat(given.holder()).isEqualTo(WEST);
        assertThat(given.epoch()).isEqualTo(2);
        assertThat(given.revoked()).isFalse();
        assertThat(given.fencedAt()).isNull();
        assertThat(leases.grant(SHOP, WEST, 2)).isEqualTo(given);
        assertThat(leases.grant(SHOP, EAST, 2)).isEqualTo(given);
        leases.fenced(SHOP, EAST, 1);
        assertThat(leases.of(SHOP)).contains(given);
        assertThat(leases.revoke(SHOP, 1)).as("of a later epoch").isEqualTo(given);
    }

    @Test
    void anExpiredLeaseIsGivenAndGoesToALaterHistoryOnly() {
        leases.take(SHOP, EAST, 3, GONE);
        assertThat(leases.take(SHOP, WEST, 3, GONE)).isEmpty();
        assertThat(leases.take(SHOP, WEST, 4, GONE).orElseThrow().lease().epoch())
                .isEqualTo(2);
        assertThat(leases.find(SHOP).orElseThrow().timeline()).isEqualTo(4);
        leases.revoke(SHOP, 2);
        assertThat(leases.take(SHOP, EAST, 5, LONG))
                .as("a takeover is under way")
                .isEmpty();
        assertThat(leases.grant(SHOP, EAST, 3).holder()).isEqualTo(EAST);
    }

    @Test
    void aHolderThatFencedForNothingGoesOnUnderTheNextEpoch() {
        leases.take(SHOP, EAST, 1, GONE);
        leases.fenced(SHOP, EAST, 1);
        assertThat(leases.renew(SHOP, EAST, 1, 1, LONG)).isEmpty();
        WriteLease resumed = leases.resume(SHOP, EAST, 1, LONG).orElseThrow().lease();
        assertThat(resumed.epoch()).isEqualTo(2);
        assertThat(resumed.fencedAt()).isNull();
        assertThat(leases.resume(SHOP, EAST, 1, LONG)).isEmpty();
        leases.fenced(SHOP, EAST, 2);
        assertThat(leases.take(SHOP, EAST, 1, LONG).orElseThrow().lease().epoch())
                .as("what was told of epoch 2 stays true")
                .isEqualTo(3);
    }

    @Test
    void theFirstLeaseCanBeGiven() {
        assertThat(leases.grant(SHOP, WEST, 5).holder()).isEqualTo(WEST);
        assertThat(leases.of(SHOP).orElseThrow().epoch()).isEqualTo(5);
        assertThatThrownBy(() -> leases.grant(DatabaseName.of("other"), WEST, 1))
                .hasMessage("there is no database other");
    }

    @Test
    void goesWithItsDatabase() {
        leases.take(SHOP, EAST, 1, LONG);
        jdbc.sql("delete from database where name = 'shop'").update();
        assertThat(leases.of(SHOP)).isEmpty();
    }

    @Test
    void ofSeveralAtOnceOneGetsIt() throws Exception {
        leases.take(SHOP, EAST, 1, LONG);
        leases.revoke(SHOP, 1);
        List<Callable<WriteLease>> attempts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            DataCenterName holder = DataCenterName.of("dc-" + i);
            attempts.add(() -> leases.grant(SHOP, holder, 2));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<DataCenterName> told = new ArrayList<>();
            for (Future<WriteLease> attempt : threads.invokeAll(attempts)) {
                told.add(attempt.get().holder());
            }
            assertThat(told).containsOnly(leases.of(SHOP).orElseThrow().holder());
        }
    }

    @Test
    void nobodyRenewsAfterARevocation() throws Exception {
        leases.take(SHOP, EAST, 1, LONG);
        AtomicBoolean revoked = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> late = threads.submit(() -> {
                while (true) {
                    boolean after = revoked.get();
                    boolean renewed = leases.renew(SHOP, EAST, 1, 1, LONG).isPresent();
                    if (after || !renewed) {
                        return renewed;
                    }
                }
            });
            WriteLease seen = leases.revoke(SHOP, 1);
            revoked.set(true);
            assertThat(late.get()).isFalse();
            assertThat(leases.of(SHOP)).contains(seen);
        }
    }
}
