package dev.fairlead.replication.freshness;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.region.Told;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.Lsn;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.testing.MutableClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FreshnessChangesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final RegionName THERE = RegionName.of("there");

    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private volatile List<Finding> members = List.of();
    private volatile @Nullable List<Finding> there = List.of();
    private final Regions regions = new Regions(
            new RegionProperties(RegionName.of("here"), Map.of(THERE, URI.create("http://there.test"))),
            bus,
            clock,
            (name, url) -> (before, asked) -> new Told(Map.of(SHOP, Objects.requireNonNull(there)), List.of()));
    private final FreshnessChanges changes = new FreshnessChanges(bus, new FreshnessGauges(registry), regions);

    @AfterEach
    void close() {
        regions.close();
    }

    @Test
    void wakesForRoleReachabilityAndCertificateButNotForAGrownBound() {
        read(MemberRole.UNKNOWN, false, null);
        read(MemberRole.REPLICA, true, null);
        read(MemberRole.REPLICA, true, 100L);
        assertThat(bus.published()).hasSize(3).containsOnly(new Event(Topic.FRESHNESS.name(), "shop"));
        read(MemberRole.REPLICA, true, 5_000L);
        read(MemberRole.REPLICA, true, 200L);
        assertThat(bus.published()).hasSize(3);
        read(MemberRole.REPLICA, false, 900L);
        read(MemberRole.PRIMARY, true, 0L);
        assertThat(bus.published()).hasSize(5);
    }

    @Test
    void showsTheBoundOfTheMomentInSecondsAndNothingForADatabaseThatIsGone() {
        read(MemberRole.REPLICA, true, 100L);
        Gauge gauge = gauge();
        assertThat(gauge.value()).isEqualTo(0.1);
        members = List.of(west(MemberRole.REPLICA, true, 2_500L));
        assertThat(gauge.value()).isEqualTo(2.5);
        read(MemberRole.REPLICA, true, null);
        assertThat(gauge.value()).isNaN();
        members = List.of();
        changes.onReading(SHOP, () -> members);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void followsWhatAnotherRegionFindsUntilThatFallsSilent() {
        read(MemberRole.UNKNOWN, false, null);
        assertThat(bus.published()).hasSize(1);

        there = List.of(west(MemberRole.REPLICA, true, 100L));
        bus.publish(new Event(Topic.FRESHNESS.name(), "shop"));
        eventually(PATIENCE, () -> assertThat(bus.published()).hasSize(3));
        assertThat(gauge().value()).isEqualTo(0.1);

        there = null;
        clock.advance(Duration.ofSeconds(4));
        assertThat(gauge().value()).isNaN();
        read(MemberRole.UNKNOWN, false, null);
        assertThat(bus.published()).hasSize(4);
    }

    private Gauge gauge() {
        return registry.get("fairlead.replication.staleness.bound")
                .tags("database", "shop", "data_center", "us-west")
                .gauge();
    }

    private void read(MemberRole role, boolean reachable, @Nullable Long boundMs) {
        members = List.of(west(role, reachable, boundMs));
        changes.onReading(SHOP, () -> members);
    }

    private static Finding west(MemberRole role, boolean reachable, @Nullable Long boundMs) {
        Freshness freshness =
                new Freshness(SHOP, DataCenterName.of("us-west"), role, reachable, boundMs, null, "as read");
        return new Finding(freshness, boundMs == null ? null : new Finding.Basis(new Branch(7, 1), new Lsn(1)));
    }
}
