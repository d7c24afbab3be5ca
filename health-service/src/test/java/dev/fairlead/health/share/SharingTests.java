package dev.fairlead.health.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.service.region.ReplicaId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharingTests {

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<Endpoint> endpoints = IntStream.range(0, 3_000)
            .mapToObj(i -> new Endpoint(
                    ApplicationName.of("app-" + i / 6),
                    DataCenterName.of("dc-" + i % 6),
                    new EndpointAddress("10.0.%d.%d".formatted(i / 250, i % 250), 80)))
            .toList();

    private List<ReplicaId> replicas(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ReplicaId.of("health-service-7d9f-%s-%08x".formatted(i, random.nextInt())))
                .toList();
    }

    private static ReplicaId first(Endpoint endpoint, List<ReplicaId> replicas) {
        return Sharing.order(endpoint, replicas).getFirst();
    }

    @Test
    void replicasThatKnowOfEachOtherAgreeInWhateverOrderTheyHeard() {
        List<ReplicaId> replicas = replicas(4);
        List<ReplicaId> shuffled = new ArrayList<>(replicas);
        for (Endpoint endpoint : endpoints) {
            Collections.shuffle(shuffled, random);
            assertThat(Sharing.order(endpoint, shuffled))
                    .as("seed %d", seed)
                    .isEqualTo(Sharing.order(endpoint, replicas))
                    .containsExactlyInAnyOrderElementsOf(replicas);
        }
    }

    @Test
    void sharesAreAboutEqual() {
        for (int count = 2; count <= 5; count++) {
            List<ReplicaId> replicas = replicas(count);
            Map<ReplicaId, Integer> shares = new HashMap<>();
            endpoints.forEach(endpoint -> shares.merge(first(endpoint, replicas), 1, Integer::sum));
            int fair = endpoints.size() / count;
            assertThat(shares.values())
                    .as("seed %d", seed)
                    .hasSize(count)
                    .allSatisfy(share -> assertThat(share).isBetween(fair * 8 / 10, fair * 12 / 10));
        }
    }

    @Test
    void onlyTheEndpointsOfTheOneThatGoesMove() {
        List<ReplicaId> replicas = replicas(4);
        ReplicaId gone = replicas.get(random.nextInt(4));
        List<ReplicaId> left =
                replicas.stream().filter(replica -> !replica.equals(gone)).toList();
        for (Endpoint endpoint : endpoints) {
            List<ReplicaId> order = Sharing.order(endpoint, replicas);
            ReplicaId before = order.getFirst();
            assertThat(first(endpoint, left))
                    .as("seed %d", seed)
                    .isEqualTo(before.equals(gone) ? order.get(1) : before);
        }
    }
}
