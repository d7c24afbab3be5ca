package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.system.Chart.Output;
import dev.fairlead.testing.servers.RealServers;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Which values the chart takes. */
class ChartValuesIT {

    @BeforeEach
    void findHelm() {
        RealServers.HELM.require();
    }

    @Test
    void describesEveryValueInTheSchemaAndTheOtherWayRound() {
        assertThat(paths("", Chart.file("values.yaml"), false))
                .containsExactlyElementsOf(paths("", Chart.file("values.schema.json"), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regio=us-east",
                "region=US_East",
                "peers.us-west=http://west",
                "peers.us-west.traffic=http://west",
                "quorum=0",
                "replicas.api-gateway=2",
                "replicas.traffic-service=0",
                "database.url=postgresql://db/fairlead",
                "database.url=jdbc:postgresql://user@db/fairlead",
                "database.existingSecret=",
                "database.caSecret=Ours",
                "database.password=secret",
                "bus.url=nats://gateway:secret@nats:4222",
                "bus.url=tls://a:4222\\,nats://b:4222",
                "migrations=sometimes",
                "tls.existingSecrets=one-for-all",
                "tls.certManager.enabled=true",
                "operatorTokenHashes.alice=secret",
                "serviceToken.token=secret",
                "gateway.dns.serviceType=Load",
                "gateway.ingress.enabled=true",
                "gateway.httpRoute.enabled=true",
                "gateway.envoy.edge-us.port=1",
                "regional.nodePorts.traffic=70000",
                "networkPolicy.users[0].cidr=10.0.0.0/8",
                "drainSeconds=600",
                "bundled.postgresql.userId=0",
                "resources.gateway.limits=1"
            })
    void refusesValuesThatAreWrong(String value) {
        Output rendered = Chart.helm("template", "here", Chart.HOME.toString(), "--set", value);
        assertThat(rendered.exit()).isNotZero();
        assertThat(rendered.text()).contains("values don't meet the specifications of the schema");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "region=west",
                "quorum=3",
                "bundled.nats.enabled=false",
                "tls.enabled=true",
                "database.caSecret=ours",
                "bus.url=nats://nats:4222",
                "gateway.autoscaling.maxReplicas=2,replicas.api-gateway=3"
            })
    void refusesValuesThatContradictEachOther(String value) {
        Output rendered =
                Chart.helm("template", "here", Chart.HOME.toString(), "--set", Chart.EVERYTHING, "--set", value);
        assertThat(rendered.exit()).isNotZero();
        assertThat(rendered.text()).contains("execution error at");
    }

    /** Paths of everything that has a name of its own in the values, or in the schema. */
    private static Set<String> paths(String path, JsonNode node, boolean schema) {
        Set<String> found = new TreeSet<>();
        JsonNode members = schema ? resolved(node).path("properties") : node;
        if (members.isObject()) {
            members.properties().forEach(member -> {
                if (!free(member.getKey())) {
                    found.add(path + member.getKey());
                    found.addAll(paths(path + member.getKey() + ".", member.getValue(), schema));
                }
            });
        }
        return found;
    }

    /** Whose content is the cluster's business or a name of the operator's. */
    private static boolean free(String name) {
        return Set.of("global", "resources", "annotations", "matchLabels", "issuerRef")
                .contains(name);
    }

    private static JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        return reference.isEmpty() ? schema : Chart.file("values.schema.json").at(reference.substring(1));
    }
}
