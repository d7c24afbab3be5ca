package dev.fairlead.traffic.intent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class IntentTests {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, Long> COUNTED = Map.of("US", 500L, "everyone", 20L);
    private static final Intent INTENT =
            new Intent(7, new Fleet(Map.of()), List.of(), Orders.NONE, Map.of(ApplicationName.of("shop"), COUNTED));

    private static Application shop(@Nullable Demand demand) {
        return new Application(
                ApplicationName.of("shop"),
                new ApplicationSpec(
                        "shop.example.com",
                        5,
                        List.of(),
                        HealthCheck.defaults(),
                        SteeringPolicy.defaults(),
                        null,
                        List.of(),
                        demand));
    }

    @Test
    void whatWasCountedIsForApplicationsThatGoByIt() {
        assertThat(INTENT.observed(shop(new Demand(Map.of(), 20, true)))).isEqualTo(COUNTED);
        assertThat(INTENT.observed(shop(new Demand(Map.of(), 20)))).isEmpty();
        assertThat(INTENT.observed(shop(null))).isEmpty();
    }

    @Test
    void regionsTellEachOtherWhatWasCounted() {
        assertThat(JSON.readValue(JSON.writeValueAsString(INTENT), Intent.class))
                .isEqualTo(INTENT);
    }

    @Test
    void aVersionBeforeTellsOfNoneCounted() {
        ObjectNode older = JSON.valueToTree(INTENT);
        older.remove("observed");

        assertThat(JSON.treeToValue(older, Intent.class).observed()).isEmpty();
    }
}
