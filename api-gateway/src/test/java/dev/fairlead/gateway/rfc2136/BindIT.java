package dev.fairlead.gateway.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import dev.fairlead.gateway.dataplane.Pusher;
import dev.fairlead.testing.servers.BindServer;
import dev.fairlead.testing.servers.PrimaryServer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The adapter against a real BIND. */
class BindIT extends Rfc2136Contract {

    private static final String[] DENIED = {
        "app-0.denied.contract.test",
        "app-50.denied.contract.test",
        "app-100.denied.contract.test",
        "app-150.denied.contract.test"
    };

    @Override
    PrimaryServer create() {
        return BindServer.create(ZONE);
    }

    /** Two hundred hosts make three messages. */
    @Test
    void obeysForTheRestOfEachMessageOfWhichThePolicyRefusesSomeHosts() {
        assertThat(obeyInPart(someDenied(1, EAST, "192.0.2.1")))
                .containsOnlyKeys(DENIED)
                .allSatisfy((host, reason) -> assertThat(reason).contains("REFUSED"));
        assertThat(reached("app-1.contract.test", 5)).containsOnlyKeys(EAST);
        assertThat(reached("app-199.contract.test", 5)).containsOnlyKeys(EAST);

        RoutingPlan[] moved = someDenied(2, WEST, "192.0.2.2");
        plane().claim(new Pusher("us-east/ns1", "gateway-1", 1), plane().desired(List.of(moved)), null);
        assertThat(obeyInPart(moved)).containsOnlyKeys(DENIED);
        assertThat(reached("app-1.contract.test", 5)).containsOnlyKeys(WEST);
        assertThat(reached("app-199.contract.test", 5)).containsOnlyKeys(WEST);
        assertThat(reached("app-150.denied.contract.test", 5)).isEmpty();
    }

    private static RoutingPlan[] someDenied(long epoch, DataCenterName to, String address) {
        return IntStream.range(0, 200)
                .mapToObj(i -> Plans.plan("app-" + i, epoch)
                        .host("app-%d.%s".formatted(i, i % 50 == 0 ? "denied." + ZONE : ZONE))
                        .everyone(Plans.share(to.value(), 10_000))
                        .serving(to.value(), address + ":80")
                        .build())
                .toArray(RoutingPlan[]::new);
    }
}
