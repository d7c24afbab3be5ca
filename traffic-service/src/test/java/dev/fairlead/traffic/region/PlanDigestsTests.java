package dev.fairlead.traffic.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanDigestsTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static RoutingPlan plan(
            String name, long epoch, String reason, int share, @Nullable DataCenterName writes) {
        return new RoutingPlan(
                ApplicationName.of(name),
                name + ".example.com",
                5,
                epoch,
                NOW.plusMillis(epoch),
                null,
                List.of(new AudienceShares(
                        "everyone", List.of(), List.of(), List.of(), List.of(new Share(EAST, share)))),
                List.of(new Standing(
                        EAST,
                        Standing.State.SERVING,
                        ServingMode.READ_WRITE,
                        List.of(EndpointAddress.of("192.0.2.1:80")),
                        NOW.plusMillis(epoch),
                        "HEALTHY",
                        reason,
                        false)),
                writes);
    }

    private static PlanDigests digests(RoutingPlan... plans) {
        Map<ApplicationName, RoutingPlan> byName = new java.util.HashMap<>();
        for (RoutingPlan plan : plans) {
            byName.put(plan.application(), plan);
        }
        return PlanDigests.of(byName, PlanDigests.NONE);
    }

    @Test
    void ignoresWhatEachRegionSaysForItself() {
        assertThat(digests(plan("shop", 1, "one", 10_000, EAST)).toString())
                .isEqualTo(digests(plan("shop", 2, "two", 10_000, EAST)).toString())
                .hasSize(16);
    }

    @Test
    void namesTheApplicationsThatDiffer() {
        PlanDigests own = digests(plan("a", 1, "", 10_000, EAST), plan("b", 1, "", 10_000, EAST));

        assertThat(own.differing(digests(plan("a", 1, "", 9_999, EAST), plan("b", 1, "", 10_000, EAST))))
                .containsExactly(ApplicationName.of("a"));
        assertThat(own.differing(digests(plan("a", 1, "", 10_000, EAST), plan("b", 1, "", 10_000, null))))
                .containsExactly(ApplicationName.of("b"));
        assertThat(own.differing(digests(plan("a", 1, "", 10_000, EAST), plan("c", 1, "", 10_000, EAST))))
                .containsExactly(ApplicationName.of("b"), ApplicationName.of("c"));
        assertThat(own.differing(own)).isEmpty();
    }

    @Test
    void seesWhatProxiesAreToDoAboutEndpointsThatFail() {
        RoutingPlan plan = plan("a", 1, "", 10_000, EAST);
        RoutingPlan resilient = new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                plan.standings(),
                plan.writeRoute(),
                plan.loads(),
                Resilience.defaults());

        assertThat(digests(plan).differing(digests(resilient))).containsExactly(ApplicationName.of("a"));
        assertThat(digests(resilient).differing(digests(resilient.as(2)))).isEmpty();
    }

    @Test
    void remembersSinceWhenTheyDiffer() {
        PlanDigests own = digests(plan("a", 1, "", 10_000, EAST));
        PlanDigests other = digests(plan("a", 1, "", 9_999, EAST));

        Agreement began = Agreement.of(own, other, null, NOW);
        Agreement lasts = Agreement.of(own, other, began, NOW.plusSeconds(5));

        assertThat(lasts).isEqualTo(new Agreement(NOW, List.of(ApplicationName.of("a"))));
        assertThat(Agreement.of(own, own, lasts, NOW.plusSeconds(6)).differsSince())
                .isNull();
    }
}
