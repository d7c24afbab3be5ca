package dev.fairlead.replication.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FreshnessChangesTests {

    private static final DatabaseName SHOP = DatabaseName.of("shop");

    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FreshnessChanges changes = new FreshnessChanges(bus, new FreshnessGauges(registry));
    private List<Freshness> members = List.of();

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
        Gauge gauge = registry.get("fairlead.replication.staleness.bound")
                .tags("database", "shop", "data_center", "us-west")
                .gauge();
        assertThat(gauge.value()).isEqualTo(0.1);
        members = List.of(west(MemberRole.REPLICA, true, 2_500L));
        assertThat(gauge.value()).isEqualTo(2.5);
        read(MemberRole.REPLICA, true, null);
        assertThat(gauge.value()).isNaN();
        members = List.of();
        changes.onReading(SHOP, () -> members);
        assertThat(registry.getMeters()).isEmpty();
    }

    private void read(MemberRole role, boolean reachable, @Nullable Long boundMs) {
        members = List.of(west(role, reachable, boundMs));
        changes.onReading(SHOP, () -> members);
    }

    private static Freshness west(MemberRole role, boolean reachable, @Nullable Long boundMs) {
        return new Freshness(SHOP, DataCenterName.of("us-west"), role, reachable, boundMs, null, "");
    }
}
