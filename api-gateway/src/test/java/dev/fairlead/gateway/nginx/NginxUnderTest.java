package dev.fairlead.gateway.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.testing.servers.NginxServer;
import dev.fairlead.testing.servers.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real nginx on the configuration that operators are shown, which serves the applications {@code app} and {@code other},
 * and the gateways that reach it.
 */
final class NginxUnderTest implements AutoCloseable {

    final NginxServer server;
    private final EndpointAddress statusAddress = new EndpointAddress("127.0.0.1", Ports.next());
    private final List<NginxDataPlane> planes = new ArrayList<>();

    NginxUnderTest(ProxiedSites sites) {
        Map<String, String> replaced = new LinkedHashMap<>();
        replaced.put("shop.example", "app.contract.test");
        replaced.put("mail.example", "other.contract.test");
        replaced.put("$fairlead_shop", "$fairlead_app");
        replaced.put("$fairlead_mail", "$fairlead_other");
        replaced.put(
                "10.2.0.11:8080", sites.endpoint(DataCenterName.of("us-west")).toString());
        server = NginxServer.create(replaced);
        NginxDataPlane first = plane(null, List.of());
        assertThatExceptionOfType(DataPlaneException.class)
                .as("it writes what nginx starts from before that is there")
                .isThrownBy(() -> first.apply(first.desired(List.of()), first.observe()))
                .withMessageContaining("nginx does not run");
        server.start();
    }

    NginxDataPlane plane(@Nullable Clientele place, List<String> reload) {
        NginxSettings settings = new NginxSettings.Properties(
                        server.generatedDirectory(),
                        List.of(ApplicationName.of("app"), ApplicationName.of("other")),
                        place,
                        statusAddress,
                        server.binary().toString(),
                        server.configuration(),
                        server.pidFile(),
                        reload,
                        null)
                .withDefaults();
        NginxDataPlane plane = new NginxDataPlane("proxy", settings);
        planes.add(plane);
        return plane;
    }

    /** The generated file. */
    Path generated() {
        return server.generatedDirectory().resolve("fairlead.conf");
    }

    /** One pass of the loop. */
    static NginxState obey(NginxDataPlane plane, RoutingPlan... plans) {
        NginxState desired = plane.desired(List.of(plans));
        NginxState before = plane.observe();
        if (!desired.equals(before)) {
            plane.apply(desired, before);
        }
        plane.verify(desired, before);
        assertThat(plane.observe()).isEqualTo(desired);
        return desired;
    }

    @Override
    public void close() throws IOException {
        for (NginxDataPlane plane : planes) {
            plane.close();
        }
        server.close();
    }
}
