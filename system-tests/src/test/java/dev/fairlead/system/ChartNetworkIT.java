package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.system.Chart.Rendered;
import dev.fairlead.testing.servers.RealServers;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who reaches what of a release: its Services, the operators' way in, its network policies. */
class ChartNetworkIT {

    @BeforeEach
    void findHelm() {
        RealServers.HELM.require();
    }

    @Test
    void leadsReplicasOfAServiceToEachOtherAlsoWhileTheyStartAndGo() {
        Rendered rendered = Chart.render();
        Rendered encrypted = Chart.render("--set", "tls.enabled=true");
        for (String service : List.of("health-service", "traffic-service")) {
            JsonNode all =
                    rendered.one("Service", "here-" + service + "-replicas").path("spec");
            assertThat(all.path("clusterIP").asString()).isEqualTo("None");
            assertThat(all.path("publishNotReadyAddresses").asBoolean()).isTrue();
            assertThat(all.path("selector"))
                    .isEqualTo(rendered.one("Deployment", "here-" + service).at("/spec/selector/matchLabels"));
            String authority = "://here-%s-replicas:%d"
                    .formatted(service, all.at("/ports/0/port").asInt());
            assertThat(rendered.variable("here-" + service, "FAIRLEAD_REPLICAS")
                            .path("value")
                            .asString())
                    .isEqualTo("http" + authority);
            assertThat(encrypted
                            .variable("here-" + service, "FAIRLEAD_REPLICAS")
                            .path("value")
                            .asString())
                    .isEqualTo("https" + authority);
            assertThat(rendered.one("NetworkPolicy", "here-" + service)
                            .at("/spec/ingress/0/from/0/podSelector/matchLabels")
                            .properties())
                    .as("replicas are of the release")
                    .allSatisfy(label -> assertThat(rendered.one("Deployment", "here-" + service)
                                    .at("/spec/template/metadata/labels/"
                                            + label.getKey().replace("/", "~1"))
                                    .asString())
                            .isEqualTo(label.getValue().asString()));
        }
        assertThat(rendered.names("Service")).noneMatch(name -> name.equals("here-deploy-service-replicas"));
    }

    @Test
    void leadsUsersAndEnvoysToThePortsOfTheGateway() {
        Rendered rendered = Chart.render("--set", Chart.EVERYTHING);
        assertThat(ways(rendered, "here-dns")).containsExactly("53/UDP to 5300", "53/TCP to 5300");
        assertThat(ways(rendered, "here-edge")).containsExactly("80/TCP to 8090");
        assertThat(ways(rendered, "here-xds")).containsExactly("18000/TCP to 18000");
        assertThat(Chart.render("--set", "gateway.dns.enabled=false,gateway.edge.enabled=false")
                        .names("Service"))
                .doesNotContain("here-dns", "here-edge", "here-xds");
    }

    @Test
    void leadsOperatorsToTheirInterface() {
        Rendered rendered = Chart.render("--set", Chart.EVERYTHING);
        JsonNode service = rendered.one("Service", "here-api-gateway").at("/spec/ports/0");
        JsonNode ingress = rendered.one("Ingress", "here-operators").at("/spec/rules/0/http/paths/0/backend/service");
        assertThat(ingress.path("name").asString()).isEqualTo("here-api-gateway");
        assertThat(ingress.at("/port/name")).isEqualTo(service.path("name"));
        JsonNode route = rendered.one("HTTPRoute", "here-operators").at("/spec/rules/0/backendRefs/0");
        assertThat(route.path("name").asString()).isEqualTo("here-api-gateway");
        assertThat(route.path("port")).isEqualTo(service.path("port"));
        assertThat(ways(rendered, "here-api-gateway")).containsExactly("8080/TCP to 8080");
    }

    @Test
    void tellsTheControllerOfARouteWhomToBelieve() {
        JsonNode policy = Chart.render("--set", Chart.EVERYTHING_ENCRYPTED)
                .one("BackendTLSPolicy", "here-operators")
                .path("spec");
        assertThat(policy.at("/targetRefs/0/name").asString()).isEqualTo("here-api-gateway");
        assertThat(policy.at("/validation/hostname").asString()).isEqualTo("here-api-gateway");
        assertThat(policy.at("/validation/caCertificateRefs/0/name").asString()).isEqualTo("ours");
        assertThat(Chart.render("--set", Chart.EVERYTHING, "--set", "gateway.httpRoute.backendTls.caConfigMap=ours")
                        .kind("BackendTLSPolicy"))
                .as("without TLS")
                .isEmpty();
    }

    @Test
    void leadsOperatorsToNoPortThatIsNotEncrypted() {
        Rendered rendered = Chart.render("--set", "tls.enabled=true,gateway.service.type=LoadBalancer");
        assertThat(rendered.one("Service", "here-api-gateway").at("/spec/ports"))
                .singleElement()
                .satisfies(port -> assertThat(port.path("name").asString()).isEqualTo("http"));
        for (String service : Chart.SERVICES) {
            JsonNode management = rendered.one("Service", "here-" + service + "-management");
            assertThat(management.at("/metadata/labels/fairlead.dev~1metrics").asString())
                    .isEqualTo("true");
            assertThat(management.path("spec").has("type")).isFalse();
            assertThat(rendered.one("Pod", "here-test")
                            .at("/spec/containers/0/command/2")
                            .asString())
                    .contains("ready here-" + service + "-management 9090");
        }
        assertThat(Chart.render().names("Service")).noneMatch(name -> name.endsWith("-management"));
    }

    @Test
    void opensEachPortToThoseWhoNeedIt() {
        Rendered rendered = Chart.render(
                "--set",
                Chart.EVERYTHING,
                "--set",
                "networkPolicy.regions[0].ipBlock.cidr=10.1.0.0/16,networkPolicy.users[0].ipBlock.cidr=10.2.0.0/16",
                "--set",
                "networkPolicy.envoys[0].ipBlock.cidr=10.3.0.0/16,networkPolicy.monitoring[0].ipBlock.cidr=10.4.0.0/16");
        for (String service : List.of("traffic-service", "health-service", "replication-service")) {
            assertThat(openings(rendered, service))
                    .containsExactly("http from the release", "http from 10.4.0.0/16", "http from 10.1.0.0/16");
        }
        assertThat(openings(rendered, "deploy-service"))
                .containsExactly("http from the release", "http from 10.4.0.0/16");
        assertThat(openings(rendered, "api-gateway"))
                .containsExactly(
                        "http from the release",
                        "http from 10.4.0.0/16",
                        "http dns-udp/UDP dns-tcp edge from 10.2.0.0/16",
                        "xds from 10.3.0.0/16");
        assertThat(openings(rendered, "postgresql")).containsExactly("5432 from the release");
        assertThat(openings(rendered, "nats")).containsExactly("4222 from the release");
    }

    @Test
    void opensNothingByDefaultButWhatUsersAndRegionsReach() {
        Rendered rendered = Chart.render("--set", Chart.EVERYTHING);
        assertThat(openings(rendered, "api-gateway"))
                .containsExactly(
                        "http from the release",
                        "http dns-udp/UDP dns-tcp edge from anywhere",
                        "xds from the namespace");
        assertThat(openings(rendered, "traffic-service"))
                .containsExactly("http from the release", "http from anywhere");
        assertThat(openings(rendered, "deploy-service")).containsExactly("http from the release");
        assertThat(openings(Chart.render("--set", "tls.enabled=true"), "deploy-service"))
                .containsExactly("http management from the release");
        assertThat(Chart.render("--set", "networkPolicy.enabled=false").kind("NetworkPolicy"))
                .isEmpty();
    }

    @Test
    void limitsWhatPodsReachOnlyWhenAskedTo() {
        assertThat(Chart.render()
                        .one("NetworkPolicy", "here-deploy-service")
                        .at("/spec/policyTypes")
                        .valueStream()
                        .map(JsonNode::asString))
                .containsExactly("Ingress");
        assertThat(Chart.render("--set", "networkPolicy.egress[0].to[0].ipBlock.cidr=10.0.0.0/8")
                        .one("NetworkPolicy", "here-deploy-service")
                        .at("/spec/egress"))
                .hasSize(3);
    }

    /** Ports of a Service that leads to the gateway, and those of the pods behind them. */
    private static List<String> ways(Rendered rendered, String service) {
        JsonNode spec = rendered.one("Service", service).path("spec");
        assertThat(spec.path("selector"))
                .isEqualTo(rendered.one("Deployment", "here-api-gateway").at("/spec/selector/matchLabels"));
        return spec.path("ports")
                .valueStream()
                .map(port -> "%d/%s to %d"
                        .formatted(
                                port.path("port").asInt(),
                                port.path("protocol").asString("TCP"),
                                portOfGateway(rendered, port.path("targetPort").asString())))
                .toList();
    }

    private static int portOfGateway(Rendered rendered, String name) {
        return rendered.container("here-api-gateway")
                .path("ports")
                .valueStream()
                .filter(port -> port.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the gateway has no port " + name))
                .path("containerPort")
                .asInt();
    }

    /** What a pod's policy lets in, a line for each rule. */
    private static List<String> openings(Rendered rendered, String service) {
        JsonNode spec = rendered.one("NetworkPolicy", "here-" + service).path("spec");
        assertThat(spec.at("/podSelector/matchLabels/app.kubernetes.io~1name").asString())
                .isEqualTo(service);
        return spec.path("ingress")
                .valueStream()
                .map(rule -> rule.path("ports")
                                .valueStream()
                                .map(ChartNetworkIT::port)
                                .collect(Collectors.joining(" "))
                        + " from "
                        + (rule.has("from") ? peer(rule.at("/from/0")) : "anywhere"))
                .toList();
    }

    private static String port(JsonNode port) {
        return port.path("port").asString()
                + (port.has("protocol") ? "/" + port.path("protocol").asString() : "");
    }

    private static String peer(JsonNode peer) {
        JsonNode pods = peer.path("podSelector");
        if (pods.isMissingNode()) {
            return peer.at("/ipBlock/cidr").asString();
        }
        return pods.isEmpty() ? "the namespace" : "the release";
    }
}
