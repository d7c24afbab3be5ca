package dev.fairlead.gateway.nginx;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.gateway.nginx.NginxUnderTest.obey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.gateway.dataplane.ProxiedSites.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real nginx that refuses, does not run, has no room on its disk, or was changed by another hand. */
class NginxTroubleIT {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");

    private final ProxiedSites sites = new ProxiedSites(EAST, WEST);

    @SuppressWarnings("NullAway.Init")
    private NginxUnderTest nginx;

    @SuppressWarnings("NullAway.Init")
    private NginxDataPlane plane;

    @BeforeEach
    void startNginx() {
        nginx = new NginxUnderTest(sites);
        plane = nginx.plane(null, List.of());
        obey(plane, to(EAST));
    }

    @AfterEach
    void endNginx() throws IOException {
        if (nginx != null) {
            nginx.close();
        }
        sites.close();
    }

    private RoutingPlan to(DataCenterName dataCenter) {
        return plan("app", 1)
                .everyone(share(dataCenter.value(), 10_000))
                .serving("us-east", sites.endpoint(EAST).toString())
                .serving("us-west", sites.endpoint(WEST).toString())
                .build();
    }

    private Optional<DataCenterName> reached() {
        return ProxiedSites.ask(nginx.server.port(), new Request("GET", "app.contract.test"))
                .dataCenter();
    }

    @Test
    void goesBackToTheLastGoodFileWhenNginxRefusesTheNewOne() throws IOException {
        String good = Files.readString(nginx.generated());
        Path configuration = nginx.server.configuration();
        String own = Files.readString(configuration);
        Files.writeString(
                configuration,
                own.replace("http {\n", "http {\n    upstream fairlead.app.us-west { server 127.0.0.1:1; }\n"));

        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> obey(plane, to(WEST)))
                .withMessageContaining("nginx refuses the configuration")
                .withMessageContaining("duplicate upstream \"fairlead.app.us-west\"");

        assertThat(nginx.generated()).hasContent(good);
        assertThat(reached()).contains(EAST);
        obey(plane, to(EAST));
        Files.writeString(configuration, own);
        obey(plane, to(WEST));
        assertThat(reached()).contains(WEST);
    }

    @Test
    void goesBackToTheLastGoodFileAlsoWhenTheGatewayDiedBeforeItCould() throws IOException {
        String good = Files.readString(nginx.generated());
        Files.writeString(nginx.generated(), good + "no_such_directive;\n");

        NginxState broken = plane.observe();
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> plane.apply(new NginxState(broken.text(), true), broken))
                .withMessageContaining("no_such_directive");

        assertThat(nginx.generated()).hasContent(good);
    }

    @Test
    void keepsTheLastGoodFileWhenTheDiskIsFullAndSaysSo() throws IOException {
        String good = Files.readString(nginx.generated());
        Files.createSymbolicLink(nginx.generated().resolveSibling("fairlead.conf.tmp"), Path.of("/dev/full"));

        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> obey(plane, to(WEST)))
                .withMessageContaining(nginx.generated().toString())
                .withMessageContaining("No space left on device");

        assertThat(nginx.generated()).hasContent(good);
        assertThat(reached()).contains(EAST);
        obey(plane, to(WEST));
    }

    @Test
    void mendsAFileThatWasChangedByHandAndAnNginxThatDidNotLoadIt() throws IOException {
        NginxState east = plane.observe();
        Files.writeString(nginx.generated(), east.text() + "# by hand\n");
        assertThat(plane.observe()).isNotEqualTo(east);
        obey(plane, to(EAST));
        assertThat(nginx.generated()).hasContent(east.text());

        NginxState west = plane.desired(List.of(to(WEST)));
        Files.writeString(nginx.generated(), west.text());
        assertThat(plane.observe()).isEqualTo(new NginxState(west.text(), false));
        obey(plane, to(WEST));
        assertThat(reached()).contains(WEST);
    }

    @Test
    void writesThePlanForAnNginxThatDoesNotRunAndSignalsNobodyElse() throws IOException {
        nginx.server.kill();
        Files.writeString(
                nginx.server.pidFile(), Long.toString(ProcessHandle.current().pid()));

        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> obey(plane, to(WEST)))
                .withMessageContaining("nginx does not run")
                .withMessageContaining("outdated");

        nginx.server.start();
        assertThat(reached()).contains(WEST);
    }

    @Test
    void reloadsByTheConfiguredCommand() {
        NginxDataPlane bySignal = nginx.plane(
                null,
                List.of(
                        nginx.server.binary().toString(),
                        "-s",
                        "reload",
                        "-c",
                        nginx.server.configuration().toString()));
        obey(bySignal, to(WEST));
        assertThat(reached()).contains(WEST);

        NginxDataPlane refused = nginx.plane(null, List.of("sh", "-c", "echo not today; exit 3"));
        assertThatExceptionOfType(DataPlaneException.class)
                .isThrownBy(() -> obey(refused, to(EAST)))
                .withMessageContaining("not today");
    }
}
