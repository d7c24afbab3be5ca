package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart of this checkout, and Helm, which reads it. */
final class Chart {

    static final Path HOME = Path.of("..", "helm", "fairlead");

    static final List<String> SERVICES =
            List.of("api-gateway", "deploy-service", "health-service", "replication-service", "traffic-service");

    static final String TOKEN_OF_NOBODY = "operatorTokenHashes.alice=" + "0".repeat(64);

    /** Every part that is not there by default. */
    static final String EVERYTHING = String.join(
            ",",
            TOKEN_OF_NOBODY,
            "peers.west.traffic=http://west:8081",
            "peers.west.health=http://west:8082",
            "peers.west.replication=http://west:8083",
            "replicas.api-gateway=2",
            "gateway.autoscaling.enabled=true",
            "gateway.ingress.enabled=true",
            "gateway.ingress.host=fairlead.example",
            "gateway.httpRoute.enabled=true",
            "gateway.httpRoute.parentRefs[0].name=public",
            "gateway.envoy.edge-us.listener-port=10000",
            "monitoring.serviceMonitor.enabled=true",
            "monitoring.serviceMonitor.gatewayToken.existingSecret=prometheus",
            "monitoring.prometheusRule.enabled=true",
            "monitoring.prometheusRule.runbookUrl=https://runbook.example",
            "migrations=job",
            "bundled.postgresql.enabled=true",
            "bundled.postgresql.storage=1Gi",
            "bundled.nats.enabled=true");

    /** The same with mutual TLS, whose certificates the cluster makes. */
    static final String EVERYTHING_ENCRYPTED = String.join(
            ",",
            EVERYTHING.replace("http://", "https://"),
            "tls.enabled=true",
            "tls.certManager.enabled=true",
            "tls.certManager.issuerRef.name=ours",
            "gateway.httpRoute.backendTls.caConfigMap=ours");

    private static final YAMLMapper yaml = new YAMLMapper();

    private Chart() {}

    /** A file of the chart that is YAML or JSON. */
    static JsonNode file(String name) {
        return yaml.readTree(HOME.resolve(name));
    }

    static String text(String name) {
        try {
            return Files.readString(HOME.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What release {@code here} comes to with these options of Helm's. */
    static Rendered render(String... options) {
        Output output = helm(Stream.concat(
                        Stream.of("template", "here", HOME.toString(), "--namespace", "there"), Arrays.stream(options))
                .toArray(String[]::new));
        assertThat(output.exit()).as(output.text()).isZero();
        List<JsonNode> resources = new ArrayList<>();
        try (var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(output.text())) {
            documents.forEachRemaining(document -> {
                if (document.isObject()) {
                    resources.add(document);
                }
            });
        }
        return new Rendered(resources);
    }

    static Output helm(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(RealServers.HELM.require().toString()));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Output(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Helm ran", e);
        }
    }

    /** What Helm said. */
    record Output(int exit, String text) {}

    /** The resources in Helm's order. */
    record Rendered(List<JsonNode> resources) {

        List<JsonNode> kind(String kind) {
            return resources.stream()
                    .filter(resource -> resource.path("kind").asString().equals(kind))
                    .toList();
        }

        List<String> names(String kind) {
            return kind(kind).stream()
                    .map(resource -> resource.path("metadata").path("name").asString())
                    .toList();
        }

        /** Names of those that have all these labels. */
        List<String> labelled(String kind, JsonNode labels) {
            return kind(kind).stream()
                    .map(resource -> resource.path("metadata"))
                    .filter(metadata -> labels.properties().stream()
                            .allMatch(label -> label.getValue()
                                    .equals(metadata.path("labels").path(label.getKey()))))
                    .map(metadata -> metadata.path("name").asString())
                    .toList();
        }

        JsonNode one(String kind, String name) {
            return kind(kind).stream()
                    .filter(resource ->
                            resource.path("metadata").path("name").asString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no %s %s among %s".formatted(kind, name, names(kind))));
        }

        /** The pods themselves, whoever makes them. */
        List<JsonNode> pods() {
            return resources.stream()
                    .map(resource -> resource.path("kind").asString().equals("Pod")
                            ? resource.path("spec")
                            : resource.path("spec").path("template").path("spec"))
                    .filter(JsonNode::isObject)
                    .toList();
        }

        /** The first container's environment variable of a Deployment. */
        JsonNode variable(String deployment, String name) {
            return container(deployment)
                    .path("env")
                    .valueStream()
                    .filter(variable -> variable.path("name").asString().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("%s has no %s".formatted(deployment, name)));
        }

        JsonNode container(String deployment) {
            return one("Deployment", deployment).at("/spec/template/spec/containers/0");
        }

        /** What a Deployment gets in settings whose names are data. */
        JsonNode settings(String deployment) {
            return yaml.readTree(variable(deployment, "SPRING_APPLICATION_JSON")
                            .path("value")
                            .asString())
                    .path("fairlead");
        }
    }
}
