package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceSettingsTests {

    private final Secrets secrets = new Secrets(Path.of("secrets"));

    private Map<String, String> settings(Service service, RegionPorts own, List<RegionPorts> regions) {
        DemoOptions options = new DemoOptions(
                Path.of("home"),
                Path.of("demo"),
                regions.stream().map(RegionPorts::typed).toList(),
                Map.of(),
                line -> {});
        return new ServiceSettings(options, secrets, regions, region -> Map.of("beside", region.value()))
                .of(service, own, "jdbc:postgresql://a/f", "nats://b:1");
    }

    @Test
    void oneRegionHasNoPeersAndDecidesAlone() {
        List<RegionPorts> alone = RegionPorts.of(List.of(Ports.DEFAULT), Ground.LOOPBACK);
        Map<String, String> health = settings(Service.HEALTH, alone.getFirst(), alone);
        assertThat(health)
                .containsEntry("fairlead.region", "local")
                .containsEntry("fairlead.health.quorum", "1")
                .containsEntry("spring.datasource.username", "health");
        assertThat(health.keySet()).noneMatch(key -> key.startsWith("fairlead.peers"));
        assertThat(alone.getFirst().name(Service.HEALTH)).isEqualTo("health-service");
    }

    @Test
    void eachOfThreeRegionsKnowsTheSameServiceOfTheOthersAndTwoMakeAQuorum() {
        List<RegionPorts> three = RegionPorts.of(Ports.DEFAULT.andNext(3), Ground.LOOPBACK);
        RegionPorts west = three.get(1);
        Map<String, String> health = settings(Service.HEALTH, west, three);
        assertThat(health)
                .containsEntry("fairlead.region", "us-west")
                .containsEntry("fairlead.health.quorum", "2")
                .containsEntry(
                        "fairlead.peers.us-east",
                        three.getFirst().url(Service.HEALTH).toString())
                .containsEntry(
                        "fairlead.peers.eu-west",
                        three.getLast().url(Service.HEALTH).toString())
                .doesNotContainKey("fairlead.peers.us-west")
                .containsEntry(
                        "spring.http.serviceclient.traffic.base-url",
                        west.url(Service.TRAFFIC).toString());
        assertThat(west.name(Service.HEALTH)).isEqualTo("us-west-health-service");
    }

    @Test
    void onlyTheReplicationServiceOfARegionControlsTheDatabasesBesideIt() {
        List<RegionPorts> three = RegionPorts.of(Ports.DEFAULT.andNext(3), Ground.LOOPBACK);
        assertThat(settings(Service.REPLICATION, three.getLast(), three)).containsEntry("beside", "eu-west");
        assertThat(settings(Service.TRAFFIC, three.getLast(), three)).doesNotContainKey("beside");
    }

    @Test
    void oneTokenOpensTheGatewaysOfAllRegions() throws Exception {
        List<RegionPorts> three = RegionPorts.of(Ports.DEFAULT.andNext(3), Ground.LOOPBACK);
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(secrets.operatorToken().getBytes(StandardCharsets.US_ASCII)));
        assertThat(three)
                .allSatisfy(region -> assertThat(settings(Service.GATEWAY, region, three))
                        .containsEntry("fairlead.gateway.operator-token-hashes.operator", hash)
                        .containsEntry(
                                "fairlead.data-planes.dns.port",
                                Integer.toString(region.typed().dns())));
    }

    @Test
    void noTwoServicesShareAPort() {
        List<RegionPorts> three = RegionPorts.of(Ports.free(3), Ground.LOOPBACK);
        assertThat(three.stream().flatMap(region -> region.services().values().stream()))
                .hasSize(15)
                .doesNotHaveDuplicates();
    }
}
