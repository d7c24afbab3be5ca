package dev.fairlead.deploy.evacuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyOrderTests {

    private static Resource<ApplicationSpec> application(String name, String where, String... dependsOn) {
        ApplicationSpec spec = new ApplicationSpec(
                name + ".example.com",
                5,
                List.of(new Pool(DataCenterName.of(where), List.of(EndpointAddress.of("192.0.2.1:80")))),
                HealthCheck.defaults(),
                SteeringPolicy.defaults(),
                null,
                Arrays.stream(dependsOn).map(ApplicationName::of).toList(),
                null);
        return new Resource<>("Application", new Resource.Metadata(name, 1L), spec);
    }

    private static List<String> order(List<Resource<ApplicationSpec>> applications) {
        return DependencyOrder.of(applications, DataCenterName.of("us-east")).stream()
                .map(ApplicationName::value)
                .toList();
    }

    @Test
    void whoDependsOnAnotherGoesBeforeIt() {
        assertThat(order(List.of(
                        application("accounts", "us-east"),
                        application("login", "us-east", "accounts"),
                        application("shop", "us-east", "login", "accounts"),
                        application("wiki", "us-east", "login"))))
                .containsExactly("wiki", "shop", "login", "accounts");
    }

    @Test
    void onlyWhoHasAPoolThereGoes() {
        assertThat(order(List.of(
                        application("accounts", "us-east"),
                        application("login", "us-west", "accounts"),
                        application("shop", "us-east", "login"))))
                .containsExactly("shop", "accounts");
    }
}
