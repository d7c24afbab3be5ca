package dev.fairlead.quickstart.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlServerTests {

    private final List<String> orders = new ArrayList<>();
    private final DemoControls demo = new DemoControls() {
        @Override
        public void killDataCenter(DataCenterName dataCenter) {
            orders.add("kill " + dataCenter);
        }

        @Override
        public void startDataCenter(DataCenterName dataCenter) {
            throw new IllegalArgumentException("the demo has no data center " + dataCenter);
        }

        @Override
        public void killRegion(RegionName region) {
            orders.add("kill region " + region);
        }

        @Override
        public void startRegion(RegionName region) {
            orders.add("start region " + region);
        }

        @Override
        public void killService(String service) {
            orders.add("kill " + service);
        }
    };

    private static ControlClient client(ControlServer server, String token) {
        return new ControlClient(new RunningDemo("", List.of(), server.address(), token, List.of()));
    }

    @Test
    void passesOrdersOn() throws IOException {
        try (ControlServer server = ControlServer.start("secret", demo)) {
            client(server, "secret").killDataCenter(DataCenterName.of("us-west"));
            client(server, "secret").killRegion(RegionName.of("eu-west"));
            client(server, "secret").startRegion(RegionName.of("eu-west"));
            client(server, "secret").killService("health-service");
            assertThat(orders)
                    .containsExactly(
                            "kill us-west", "kill region eu-west", "start region eu-west", "kill health-service");
        }
    }

    @Test
    void refusesWhoDoesNotKnowTheToken() throws IOException {
        try (ControlServer server = ControlServer.start("secret", demo)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> client(server, "guess").killService("health-service"))
                    .withMessageContaining("token");
            assertThat(orders).isEmpty();
        }
    }

    @Test
    void tellsWhyAnOrderWasNotDone() throws IOException {
        try (ControlServer server = ControlServer.start("secret", demo)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> client(server, "secret").startDataCenter(DataCenterName.of("mars")))
                    .withMessageContaining("the demo has no data center mars");
        }
    }
}
