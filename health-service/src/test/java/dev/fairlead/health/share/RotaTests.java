package dev.fairlead.health.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import dev.fairlead.service.region.ReplicaId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotaTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Endpoint SHOP =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));
    private static final Target TARGET =
            new Target(SHOP, "shop.example.com", HealthCheck.defaults(), RegionName.of("east"));
    private static final List<ReplicaId> ORDER =
            Sharing.order(SHOP, List.of(ReplicaId.of("a"), ReplicaId.of("b"), ReplicaId.of("c")));
    private static final ReplicaId FIRST = ORDER.get(0);
    private static final ReplicaId SECOND = ORDER.get(1);
    private static final ReplicaId THIRD = ORDER.get(2);
    private static final Set<ReplicaId> ALL = Set.copyOf(ORDER);

    private final Map<ReplicaId, Vote> votes = new HashMap<>();
    private final Said said = new Said() {
        @Override
        public Collection<ReplicaId> replicas() {
            return ORDER;
        }

        @Override
        public @Nullable Vote by(ReplicaId replica, Endpoint endpoint) {
            return votes.get(replica);
        }
    };

    private void says(ReplicaId replica, Health health, Instant at) {
        votes.put(replica, new Vote(new Observation(SHOP, RegionName.of("west"), health, at, at, "status 200"), at));
    }

    private boolean probes(Rota rota, Set<ReplicaId> live, Instant now) {
        return !rota.take(List.of(TARGET), live, said, now).isEmpty();
    }

    @Test
    void onlyTheFirstInOrderProbes() {
        says(FIRST, Health.UP, NOW);

        assertThat(probes(new Rota(FIRST), ALL, NOW)).isTrue();
        assertThat(probes(new Rota(SECOND), ALL, NOW)).isFalse();
        assertThat(probes(new Rota(THIRD), ALL, NOW)).isFalse();
    }

    @Test
    void theNextInOrderFollowsAtOnceWhereTheFirstIsLost() {
        says(FIRST, Health.UP, NOW);
        Set<ReplicaId> left = Set.of(SECOND, THIRD);

        assertThat(probes(new Rota(SECOND), left, NOW)).isTrue();
        assertThat(probes(new Rota(THIRD), left, NOW)).isFalse();
    }

    @Test
    void whoProbesGoesOnUntilTheOneWhoComesBeforeItHasAFinding() {
        Rota second = new Rota(SECOND);
        assertThat(probes(second, Set.of(SECOND), NOW)).isTrue();
        says(SECOND, Health.UP, NOW);

        assertThat(probes(second, ALL, NOW)).as("the first has just joined").isTrue();
        says(FIRST, Health.UNKNOWN, NOW);
        assertThat(probes(second, ALL, NOW)).as("it has no finding yet").isTrue();
        says(FIRST, Health.UP, NOW);
        assertThat(probes(second, ALL, NOW)).isFalse();
    }

    @Test
    void standsInForOneThatLivesAndSaysNothingButNotAtOnce() {
        Rota second = new Rota(SECOND);

        assertThat(probes(second, ALL, NOW)).isFalse();
        assertThat(second.waits()).isTrue();
        assertThat(probes(second, ALL, NOW.plus(Rota.PATIENCE))).isTrue();
        says(FIRST, Health.UP, NOW.plus(Rota.PATIENCE));
        assertThat(probes(second, ALL, NOW.plus(Rota.PATIENCE))).isFalse();
    }

    @Test
    void theRegionsFindingIsThatOfWhoKnowsAndLivesAndComesFirst() {
        assertThat(said.joined(SHOP, ALL)).isNull();
        says(THIRD, Health.UP, NOW);
        says(SECOND, Health.DOWN, NOW);
        says(FIRST, Health.UNKNOWN, NOW);

        assertThat(said.joined(SHOP, ALL)).isEqualTo(votes.get(SECOND));
        assertThat(said.joined(SHOP, Set.of(FIRST, THIRD))).isEqualTo(votes.get(THIRD));
        assertThat(said.joined(SHOP, Set.of(FIRST)))
                .as("what was found before a death counts until there is something else")
                .isEqualTo(
                        new Vote(Objects.requireNonNull(votes.get(SECOND)).observation(), NOW.plus(Said.SUCCESSION)));
    }
}
