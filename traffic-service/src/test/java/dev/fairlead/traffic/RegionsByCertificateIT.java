package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.testing.ServiceCertificates;
import dev.fairlead.testing.TestAuthority;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The service in two regions that hear each other by certificate only. */
class RegionsByCertificateIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void agreeOnThePlansOfWhatOneOfThemWasTold() throws IOException {
        TestAuthority authority = TestAuthority.in(Files.createDirectory(folder.resolve("authority")));
        int eastPort = FreePorts.next();
        int westPort = FreePorts.next();
        try (TestDatabase database = TestDatabase.create("traffic");
                Neighbours neighbours = new Neighbours();
                Service east = new Service(
                        client(authority, "east"),
                        database,
                        neighbours,
                        region(authority, "east", eastPort, "--fairlead.peers.west=https://127.0.0.1:" + westPort));
                Service west = new Service(
                        client(authority, "west"),
                        database,
                        neighbours,
                        region(authority, "west", westPort, "--fairlead.peers.east=https://127.0.0.1:" + eastPort))) {
            for (String name : List.of("us-east", "us-west")) {
                east.put("/v1/data-centers/" + name, TrafficServiceIT.dataCenter(name));
            }
            east.put("/v1/applications/shop", TrafficServiceIT.application("shop", "{}"));

            for (Service region : List.of(east, west)) {
                eventually(SOON, () -> {
                    assertThat(region.get("/v1/applications/shop/plan").status())
                            .isEqualTo(200);
                    JsonNode regions = region.read("/v1/regions").at("/items");
                    assertThat(regions.findValuesAsString("agrees"))
                            .as("%s", regions)
                            .contains("true")
                            .doesNotContain("false");
                    assertThat(regions.findValuesAsString("isolated")).containsExactly("false", "false");
                    assertThat(regions.at("/1/digest")).isEqualTo(regions.at("/0/digest"));
                });
            }
        }
    }

    /** A client that shows a certificate of this region. */
    private static HttpClient client(TestAuthority authority, String region) {
        authority.issue(region, ServiceCertificates.identity(region, "traffic-service"));
        return HttpClient.newBuilder().sslContext(authority.context(region)).build();
    }

    private String[] region(TestAuthority authority, String name, int port, String peer) throws IOException {
        ServiceCertificates files = new ServiceCertificates(Files.createDirectory(folder.resolve(name)));
        List<String> arguments = new ArrayList<>(files.install(authority, name).bundle("services"));
        arguments.addAll(List.of(
                "--server.port=" + port,
                "--management.server.port=0",
                "--fairlead.region=" + name,
                "--fairlead.tls.bundle=services",
                peer));
        return arguments.toArray(String[]::new);
    }
}
