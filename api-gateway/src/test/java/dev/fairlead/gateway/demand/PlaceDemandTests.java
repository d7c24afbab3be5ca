package dev.fairlead.gateway.demand;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.NamedDataPlane;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.ResourceAccessException;

class PlaceDemandTests {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.000300Z");
    private static final RoutingPlan SHOP = plan("shop", 1)
            .audience("europe", List.of(), List.of("EU"), share("us-east", 10_000))
            .everyone(share("us-east", 10_000))
            .build();

    private final List<DemandSample> told = new ArrayList<>();
    private final PlaceDemand demand = new PlaceDemand(
            counted -> told.addAll(counted.items()),
            application -> application.equals(SHOP.application()) ? Optional.of(SHOP) : Optional.empty(),
            "gateway-1");

    private static Growth growth(String application, String dataCenter, long requests) {
        return new Growth(
                new Tally(ApplicationName.of(application), DataCenterName.of(dataCenter), null, requests, 0, false),
                false);
    }

    private void look(@Nullable Clientele place, Growth... growth) {
        demand.looked(
                new NamedDataPlane("haproxy", "lb1", place),
                new Look(T0, T0.plusMillis(5_000).minusNanos(300_000), List.of(growth)));
    }

    private static DemandSample sample(String audience, long requests) {
        return new DemandSample(
                ApplicationName.of("shop"),
                audience,
                "gateway-1/lb1",
                Instant.parse("2026-01-01T00:00:00Z"),
                5_000L,
                requests);
    }

    @Test
    void tellsWhatAProxyWasAskedForSinceTheLookBeforeAsTheDemandOfItsPlace() {
        look(new Clientele("DE", "EU"), growth("shop", "us-east", 3), growth("shop", "us-west", 4));
        look(new Clientele(null, "EU"), growth("shop", "us-east", 5));
        look(Clientele.ANYWHERE, growth("shop", "us-east", 6));

        assertThat(told).containsExactly(sample("DE", 7), sample("europe", 5), sample("everyone", 6));
    }

    @Test
    void saysNothingOfWhoTellsItsUsersApartNorOfWhatNobodyAskedFor() {
        look(null, growth("shop", "us-east", 3));
        look(Clientele.ANYWHERE, growth("shop", "us-east", 0), growth("unplanned", "us-east", 2));

        assertThat(told).isEmpty();
    }

    @Test
    void losesWhatATrafficServiceThatIsAwayDoesNotHear() {
        PlaceDemand unheard = new PlaceDemand(
                counted -> {
                    throw new ResourceAccessException("no answer");
                },
                application -> Optional.of(SHOP),
                "gateway-1");

        unheard.looked(
                new NamedDataPlane("haproxy", "lb1", Clientele.ANYWHERE),
                new Look(T0, T0.plusSeconds(5), List.of(growth("shop", "us-east", 3))));

        assertThat(told).isEmpty();
    }
}
