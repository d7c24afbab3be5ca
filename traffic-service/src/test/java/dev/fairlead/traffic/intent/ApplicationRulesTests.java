package dev.fairlead.traffic.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.LatencyClass;
import dev.fairlead.contracts.traffic.Safety;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What no single body shows: how an application stands to the others. */
class ApplicationRulesTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");

    private final Map<ApplicationName, ApplicationSpec> written = new HashMap<>();

    private static ApplicationSpec spec(Safety safety, String... dependsOn) {
        return new ApplicationSpec(
                "a.example.com",
                5,
                List.of(new Pool(EAST, List.of(EndpointAddress.of("192.0.2.1:80")))),
                HealthCheck.defaults(),
                SteeringPolicy.defaults(),
                null,
                Arrays.stream(dependsOn).map(ApplicationName::of).toList(),
                null,
                safety,
                null,
                LatencyClass.TOLERANT,
                null);
    }

    private void write(String name, String... dependsOn) {
        written.put(ApplicationName.of(name), spec(Safety.defaults(), dependsOn));
    }

    private List<Finding> check(String name, ApplicationSpec spec) {
        return ApplicationRules.check(
                ApplicationName.of(name),
                spec,
                new ApplicationRules.Surroundings(List.of(EAST), host -> null, written::get, false));
    }

    @Test
    void refusesADependencyThatLeadsBackHoweverFarAndSaysTheWay() {
        write("cart", "stock");
        write("stock", "shop");

        assertThat(check("shop", spec(Safety.defaults(), "cart")))
                .containsExactly(new Finding(
                        "DEPENDENCY_CYCLE", "/spec/dependsOn/0", "it would depend on itself: shop, cart, stock, shop"));
    }

    @Test
    void aCycleOfOthersIsNotItsFaultAndEndsTheLook() {
        write("cart", "stock");
        write("stock", "cart");

        assertThat(check("shop", spec(Safety.defaults(), "cart"))).isEmpty();
    }

    @Test
    void refusesToRequireMoreDataCentersThanItHas() {
        assertThat(check("shop", spec(new Safety(2, 0, 100, 100))))
                .extracting(Finding::code, Finding::pointer)
                .containsExactly(tuple("MINIMUM_TOO_HIGH", "/spec/safety/minimumDataCenters"));
        assertThat(check("shop", spec(new Safety(1, 100, 0, 0)))).isEmpty();
    }
}
