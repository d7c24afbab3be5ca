package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.system.Chart.Output;
import dev.fairlead.system.Chart.Rendered;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The chart, read by Helm itself. */
class ChartIT {

    @BeforeEach
    void findHelm() {
        RealServers.HELM.require();
    }

    @Test
    void isCleanToTheLinter() {
        Output lint = Chart.helm("lint", "--strict", Chart.HOME.toString());
        assertThat(lint.exit()).as(lint.text()).isZero();
    }

    @Test
    void deploysFiveServicesByDefaultAndNothingThatAClusterMayLack() {
        Rendered rendered = Chart.render();
        assertThat(rendered.names("Deployment"))
                .containsExactlyElementsOf(
                        Chart.SERVICES.stream().map("here-"::concat).toList());
        assertThat(rendered.resources().stream()
                        .map(resource -> resource.path("apiVersion").asString())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("v1", "apps/v1", "networking.k8s.io/v1");
    }

    /** The profile of the Kubernetes documentation, and a read-only root beyond it. */
    @Test
    void keepsEveryPodToTheRestrictedProfile() {
        List<JsonNode> pods = Chart.render("--set", Chart.EVERYTHING).pods();
        assertThat(pods).hasSize(9); // five services, two servers, migrations, the test
        for (JsonNode pod : pods) {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                    .isEqualTo("RuntimeDefault");
            for (JsonNode container : pod.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.at("/capabilities/drop/0").asString()).isEqualTo("ALL");
                assertThat(container.at("/resources/limits/memory").isString()).isTrue();
            }
            assertThat(pod.path("volumes").valueStream()).noneMatch(volume -> volume.has("hostPath"));
        }
    }

    @Test
    void takesEverySecretByReference() {
        Rendered rendered = Chart.render("--set", Chart.EVERYTHING);
        assertThat(rendered.kind("Secret")).isEmpty();
        List<JsonNode> passwords = rendered.pods().stream()
                .flatMap(pod -> pod.path("containers").valueStream())
                .flatMap(container -> container.path("env").valueStream())
                .filter(variable -> variable.path("name").asString().contains("PASSWORD"))
                .toList();
        assertThat(passwords)
                .isNotEmpty()
                .allMatch(variable -> variable.at("/valueFrom/secretKeyRef/key").isString());
    }

    @Test
    void asksOnlyTheProcessWhetherItLives() {
        Rendered rendered = Chart.render();
        for (String service : Chart.SERVICES) {
            JsonNode container = rendered.container("here-" + service);
            for (String probe : List.of("startupProbe", "livenessProbe")) {
                assertThat(container.at("/" + probe + "/httpGet/path").asString())
                        .isEqualTo("/actuator/health/liveness");
            }
            assertThat(container.at("/readinessProbe/httpGet/path").asString()).isEqualTo("/actuator/health/readiness");
            assertThat(container.at("/lifecycle/preStop/sleep/seconds").asInt()).isEqualTo(5);
        }
    }

    @Test
    void tellsEachServiceItsFellowsInTheOtherRegionsAndHowManyMakeAMajority() {
        Rendered rendered = Chart.render("--values", example("us-east"));
        assertThat(rendered.variable("here-health-service", "FAIRLEAD_REGION")
                        .path("value")
                        .asString())
                .isEqualTo("us-east");
        assertThat(rendered.settings("here-health-service").at("/peers/us-west").asString())
                .isEqualTo("https://fairlead-health.us-west.example:8082");
        assertThat(rendered.settings("here-traffic-service").path("peers")).hasSize(2);
        assertThat(rendered.settings("here-deploy-service").has("peers")).isFalse();
        assertThat(rendered.settings("here-health-service").at("/health/quorum").asInt())
                .isEqualTo(2);
        assertThat(Chart.render()
                        .settings("here-health-service")
                        .at("/health/quorum")
                        .asInt())
                .isEqualTo(1);
        assertThat(rendered.names("Service"))
                .contains("here-regional-traffic", "here-regional-health", "here-regional-replication");
    }

    @Test
    void hasExamplesThatMakeThreeRegions() {
        List<String> regions = List.of("eu-central", "us-east", "us-west");
        for (String region : regions) {
            JsonNode values = Chart.file("examples/" + region + ".yaml");
            assertThat(values.path("region").asString()).isEqualTo(region);
            assertThat(values.path("peers").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(regions.stream()
                            .filter(other -> !other.equals(region))
                            .toList());
            assertThat(values.at("/tls/enabled").asBoolean()).isTrue();
            assertThat(values.path("peers").valueStream().flatMap(JsonNode::valueStream))
                    .allMatch(url -> url.asString().startsWith("https://"));
            assertThat(values.at("/bus/url").asString()).startsWith("tls://nats." + region);
            assertThat(values.at("/database/url").asString())
                    .startsWith("jdbc:postgresql://postgresql." + region)
                    .contains("sslmode=verify-full");
            assertThat(values.path("replicas").propertyNames())
                    .containsExactlyInAnyOrder("api-gateway", "traffic-service", "health-service");
            Chart.render("--values", example(region));
        }
    }

    @Test
    void forbidsToDisruptOnlyWhatHasMoreThanOnePod() {
        assertThat(Chart.render().kind("PodDisruptionBudget")).isEmpty();
        assertThat(Chart.render("--set", "replicas.traffic-service=2").names("PodDisruptionBudget"))
                .containsExactly("here-traffic-service");
    }

    @Test
    void spreadsThePodsOfEachServiceOverZonesAndNodes() {
        Rendered rendered = Chart.render();
        for (String service : Chart.SERVICES) {
            JsonNode deployment = rendered.one("Deployment", "here-" + service);
            JsonNode constraints = deployment.at("/spec/template/spec/topologySpreadConstraints");
            assertThat(constraints
                            .valueStream()
                            .map(constraint -> constraint.path("topologyKey").asString()))
                    .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname");
            assertThat(constraints).allSatisfy(constraint -> {
                assertThat(constraint.path("maxSkew").asInt()).isEqualTo(1);
                assertThat(constraint.path("whenUnsatisfiable").asString()).isEqualTo("ScheduleAnyway");
                assertThat(constraint.at("/labelSelector/matchLabels"))
                        .isEqualTo(deployment.at("/spec/selector/matchLabels"));
            });
        }
    }

    @Test
    void givesNoPodAnyRightInTheCluster() {
        Rendered rendered = Chart.render("--set", Chart.EVERYTHING_ENCRYPTED);
        assertThat(rendered.names("ServiceAccount")).containsExactly("here-fairlead");
        assertThat(rendered.one("ServiceAccount", "here-fairlead")
                        .path("automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
        for (String service : Chart.SERVICES) {
            assertThat(rendered.one("Deployment", "here-" + service)
                            .at("/spec/template/spec/serviceAccountName")
                            .asString())
                    .isEqualTo("here-fairlead");
        }
        assertThat(rendered.resources())
                .noneMatch(resource -> resource.path("apiVersion").asString().startsWith("rbac."));
    }

    @Test
    void leavesTheNumberOfGatewaysToTheAutoscaler() {
        Rendered rendered = Chart.render("--set", Chart.EVERYTHING);
        assertThat(rendered.names("HorizontalPodAutoscaler")).containsExactly("here-api-gateway");
        assertThat(rendered.one("Deployment", "here-api-gateway").path("spec").has("replicas"))
                .isFalse();
    }

    @Test
    void migratesBeforeTheReleaseUnlessTheDatabaseComesWithIt() {
        Rendered outside = Chart.render("--set", "migrations=job");
        JsonNode job = outside.one("Job", "here-migrations-1");
        assertThat(job.at("/spec/template/spec/containers")).hasSize(4);
        assertThat(job.at("/metadata/annotations/helm.sh~1hook").asString()).isEqualTo("pre-install,pre-upgrade");
        assertThat(outside.variable("here-traffic-service", "FAIRLEAD_MIGRATIONS")
                        .path("value")
                        .asString())
                .isEqualTo("never");
        assertThat(Chart.render("--set", Chart.EVERYTHING)
                        .one("Job", "here-migrations-1")
                        .at("/metadata/annotations")
                        .isMissingNode())
                .isTrue();
        assertThat(Chart.render().kind("Job")).isEmpty();
    }

    @Test
    void alertsByMetricsThatTheServicesHaveAndTheGuideSaysWhatToDo() throws IOException {
        JsonNode rules = Chart.render("--set", Chart.EVERYTHING)
                .one("PrometheusRule", "here-fairlead")
                .at("/spec/groups/0/rules");
        Set<String> known = meters();
        String guide = Files.readString(Path.of("../docs/operating.md"));
        for (JsonNode rule : rules) {
            String alert = rule.path("alert").asString();
            assertThat(rule.at("/annotations/runbook_url").asString()).endsWith("#" + alert.toLowerCase(Locale.ROOT));
            assertThat(guide).contains("\n### " + alert + "\n");
            for (MatchResult metric :
                    matches("fairlead_[a-z_]+", rule.path("expr").asString())) {
                String name = metric.group();
                String meter =
                        known.contains(name) ? name : name.replaceAll("_(total|sum|count|seconds(_bucket)?)$", "");
                assertThat(known).as(alert).contains(meter);
            }
        }
        assertThat(rules).isNotEmpty();
    }

    @Test
    void scrapesEveryServiceWithATokenByReference() {
        for (JsonNode monitor : Chart.render("--set", Chart.EVERYTHING).kind("ServiceMonitor")) {
            assertThat(monitor.at("/spec/endpoints/0/authorization/credentials/name")
                            .asString())
                    .isIn("fairlead-service-token", "prometheus");
        }
        assertThat(Chart.render("--set", Chart.EVERYTHING).kind("ServiceMonitor"))
                .hasSameSizeAs(Chart.SERVICES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsOfEveryServiceThatIsScrapedWhenItIsDown(boolean tls) {
        Rendered rendered = Chart.render("--set", tls ? Chart.EVERYTHING_ENCRYPTED : Chart.EVERYTHING);
        Set<String> scraped = rendered.kind("ServiceMonitor").stream()
                .map(monitor -> monitor.at("/spec/selector/matchLabels"))
                .flatMap(labels -> rendered.labelled("Service", labels).stream())
                .collect(Collectors.toSet());
        JsonNode down = rendered.one("PrometheusRule", "here-fairlead").at("/spec/groups/0/rules/0");
        assertThat(down.path("alert").asString()).isEqualTo("FairleadServiceDown");
        MatchResult watched =
                matches("service=~\"([^\"]+)\"", down.path("expr").asString()).getFirst();
        assertThat(scraped)
                .hasSameSizeAs(Chart.SERVICES)
                .allSatisfy(service -> assertThat(service).matches(watched.group(1)));
    }

    @Test
    void encryptsEverythingBetweenServicesWhenAskedTo() {
        Rendered rendered = Chart.render(
                "--set",
                "tls.enabled=true,tls.certManager.enabled=true,tls.certManager.issuerRef.name=ours",
                "--set",
                "tls.operatorsSecret=shown-to-people,monitoring.serviceMonitor.enabled=true");
        assertThat(rendered.kind("Certificate")).hasSameSizeAs(Chart.SERVICES);
        assertThat(rendered.one("Certificate", "here-health-service")
                        .at("/spec/uris/0")
                        .asString())
                .isEqualTo("spiffe://fairlead.example/region/us-east/service/health-service");
        assertThat(rendered.kind("ServiceMonitor"))
                .hasSameSizeAs(Chart.SERVICES)
                .allMatch(monitor ->
                        monitor.at("/spec/endpoints/0/port").asString().equals("management"));
        for (String service : Chart.SERVICES) {
            assertThat(rendered.container("here-" + service)
                            .at("/livenessProbe/httpGet/port")
                            .asString())
                    .isEqualTo("management");
            assertThat(rendered.variable("here-" + service, "SPRING_HTTP_SERVICECLIENT_TRAFFIC_BASEURL")
                            .path("value")
                            .asString())
                    .isEqualTo("https://here-traffic-service:8081");
            assertThat(rendered.one("Deployment", "here-" + service).toString())
                    .contains("\"secretName\":\"fairlead-%s-tls\"".formatted(service));
        }
    }

    @Test
    void laysTheDatabasesAuthorityWhereItsUrlSaysThatItIs() {
        Rendered rendered = Chart.render("--values", example("us-east"));
        assertThat(rendered.variable("here-traffic-service", "SPRING_DATASOURCE_URL")
                        .path("value")
                        .asString())
                .contains("sslrootcert=/etc/fairlead/database-ca/ca.crt");
        List<JsonNode> pods = rendered.pods().stream()
                .filter(pod -> !pod.at("/containers/0/name").asString().equals("test"))
                .toList();
        assertThat(pods).hasSize(6).allSatisfy(pod -> {
            assertThat(pod.path("volumes").valueStream())
                    .anyMatch(
                            volume -> volume.at("/secret/secretName").asString().equals("fairlead-database-ca"));
            assertThat(pod.path("containers"))
                    .allSatisfy(container -> assertThat(
                                    container.path("volumeMounts").valueStream())
                            .anyMatch(
                                    mount -> mount.path("mountPath").asString().equals("/etc/fairlead/database-ca")
                                            && mount.path("readOnly").asBoolean()));
        });
    }

    @Test
    void laysTheCredentialsOfRegisteredDataPlanesAndTheCertificatesOfXdsWhereTheGatewayReadsThem() {
        assertThat(Chart.render().names("Service")).doesNotContain("here-xds");
        Rendered rendered = Chart.render(
                "--set",
                "gateway.credentials.existingSecret=keys,gateway.xds.tlsSecret=for-envoys,gateway.xds.enabled=true",
                "--set",
                "gateway.envoy.edge-us.listener-port=10000");
        JsonNode pod = rendered.one("Deployment", "here-api-gateway").at("/spec/template/spec");
        Map<String, String> secrets = pod.path("volumes")
                .valueStream()
                .filter(volume -> volume.has("secret"))
                .collect(Collectors.toMap(
                        volume -> volume.path("name").asString(),
                        volume -> volume.at("/secret/secretName").asString()));
        assertThat(secrets).containsEntry("credentials", "keys").containsEntry("xds-tls", "for-envoys");
        assertThat(rendered.container("here-api-gateway").path("volumeMounts").valueStream())
                .filteredOn(mount -> Set.of("credentials", "xds-tls")
                        .contains(mount.path("name").asString()))
                .allMatch(mount -> mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.path("mountPath").asString())
                .containsExactly("/etc/fairlead/credentials", "/etc/fairlead/xds-tls");
        assertThat(rendered.variable("here-api-gateway", "SPRING_SSL_BUNDLE_PEM_XDS_KEYSTORE_CERTIFICATE")
                        .path("value")
                        .asString())
                .isEqualTo("file:/etc/fairlead/xds-tls/tls.crt");
        assertThat(rendered.settings("here-api-gateway")
                        .at("/data-planes/envoy/edge-us/xds-bundle")
                        .asString())
                .isEqualTo("xds");
        assertThat(rendered.names("Service")).contains("here-xds");
        assertThat(rendered.one("Deployment", "here-traffic-service").toString())
                .doesNotContain("for-envoys", "\"keys\"");
    }

    @Test
    void givesTheBundledNatsThePermissionsOfTheBus() throws IOException {
        assertThat(Chart.text("files/nats-permissions.conf"))
                .isEqualTo(
                        Files.readString(Path.of("../bus/src/main/resources/dev/fairlead/bus/nats/permissions.conf")));
    }

    private static String example(String region) {
        return Chart.HOME.resolve("examples").resolve(region + ".yaml").toString();
    }

    /** Names of meters as they stand in the sources, in Prometheus' spelling. */
    private static Set<String> meters() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> file.toString().contains("/src/main/"))::iterator) {
                matches("\"(fairlead\\.[a-z.]+)\"", Files.readString(file))
                        .forEach(name -> names.add(name.group(1).replace('.', '_')));
            }
        }
        return names;
    }

    private static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}
