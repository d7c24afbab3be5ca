package dev.fairlead.system;

import static dev.fairlead.system.NineDataPlanes.ALL;
import static dev.fairlead.system.NineDataPlanes.BUILT_IN;
import static dev.fairlead.system.NineDataPlanes.SERVERS;
import static dev.fairlead.system.TwoSites.EAST;
import static dev.fairlead.system.TwoSites.WEST;
import static dev.fairlead.testing.Eventually.eventually;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.DemoOptions;
import dev.fairlead.quickstart.demo.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * One change of a plan is obeyed by a data plane of each kind, and for a minute without a control plane all of them answer as it was
 * decided last. What is asked then are users' questions, and every answer counts.
 *
 * <p>Seven of the nine are servers of their own, which nothing of Fairlead has to run for. The built-in two are part of the gateway:
 * they answer as long as its process is there, and again as soon as it is started, though nothing else is. So everything but the
 * gateway is killed first, the gateway for the end of the minute, and the gateway is started alone before the others are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NineDataPlanesIT {

    private static final ApplicationName APPLICATION = ApplicationName.of(TwoSites.APPLICATION);

    /** The machine may be busy; how fast it is belongs to the benchmarks. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration WITH_THE_GATEWAY_ALONE = Duration.ofSeconds(45);
    private static final Duration WITH_NOTHING_LEFT = Duration.ofSeconds(15);
    private static final Duration EVERY = Duration.ofMillis(200);

    /** What was answered otherwise than it was decided, and when. */
    private final List<String> differences = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private TwoSites sites;

    @SuppressWarnings("NullAway.Init")
    private NineDataPlanes planes;

    @SuppressWarnings("NullAway.Init")
    private SmallControlPlane fairlead;

    @SuppressWarnings("NullAway.Init")
    private GatewayClient operator;

    @BeforeAll
    void startEverything(@TempDir Path directory) throws IOException {
        Ports ports = Ports.free();
        sites = new TwoSites();
        planes = new NineDataPlanes(
                sites,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.dns()),
                URI.create("http://127.0.0.1:" + ports.edge()),
                directory);
        fairlead = new SmallControlPlane(new DemoOptions(
                Typed.home(),
                directory.resolve("fairlead"),
                List.of(ports),
                planes.gatewayProperties(),
                System.out::println));
        planes.start();
        fairlead.start();
        operator = fairlead.operator();
        sites.describeTo(operator);
        planes.startNginx();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // absent where something was lacking
    void endEverything() {
        if (fairlead != null) {
            fairlead.close();
        }
        if (planes != null) {
            planes.close();
        }
        if (sites != null) {
            sites.close();
        }
    }

    @Test
    void allObeyOnePlanAndAnswerTheSameWithoutAControlPlane() throws IOException {
        eventually(PATIENCE, () -> assertThat(planes.answers(ALL)).isEqualTo(sending(ALL, EAST, WEST)));
        long before = plan().epoch();

        drainWest();
        eventually(PATIENCE, () -> assertThat(planes.answers(ALL)).isEqualTo(sending(ALL, EAST)));
        RoutingPlan decided = plan();
        assertThat(decided.epoch()).isGreaterThan(before);
        eventually(PATIENCE, () -> assertInSync(ALL, decided.epoch()));

        fairlead.killAllButTheGateway();
        keepAsking(ALL, WITH_THE_GATEWAY_ALONE);
        assertThatIOException().as("nobody is there to decide").isThrownBy(this::plan);
        assertInSync(ALL, decided.epoch());
        fairlead.killTheGateway();
        keepAsking(SERVERS, WITH_NOTHING_LEFT);

        fairlead.startTheGateway();
        builtInOnesComeBackWithTheSameAnswers(decided.epoch());
        envoyIsToldTheSameByTheGatewayAlone(decided.epoch());
        fairlead.startTheRest();
        everythingComesBackToTheSamePlan(decided);

        operator.restore(new RestoreRequest(APPLICATION, WEST, "the control plane is back"));
        eventually(PATIENCE, () -> assertThat(planes.answers(ALL)).isEqualTo(sending(ALL, EAST, WEST)));
    }

    private void drainWest() throws IOException {
        OverrideRequest drain =
                new OverrideRequest(RoutingOverride.Kind.DRAIN, APPLICATION, WEST, "all are to see one change", 60);
        operator.write("/v1/overrides/one-change", drain);
    }

    private RoutingPlan plan() throws IOException {
        return operator.plan(TwoSites.APPLICATION);
    }

    private static Map<String, Set<String>> sending(List<String> asked, DataCenterName... to) {
        Set<String> names = Stream.of(to).map(DataCenterName::value).collect(toSet());
        return asked.stream().collect(toMap(Function.identity(), plane -> names));
    }

    /** What operators are shown. */
    private void assertInSync(List<String> names, long epoch) throws IOException {
        Map<String, JsonNode> shown = new TreeMap<>();
        operator.tree("/v1/data-planes")
                .path("items")
                .forEach(plane -> shown.put(plane.path("name").asString(), plane));
        assertThat(shown).containsOnlyKeys(ALL);
        for (String name : names) {
            JsonNode plane = Objects.requireNonNull(shown.get(name));
            assertThat(plane.at("/standing/state").asString())
                    .as("%s: %s", name, plane.at("/standing/reason").asString())
                    .isEqualTo("in-sync");
            assertThat(plane.at("/obeyed/epoch").asLong()).as(name).isEqualTo(epoch);
        }
    }

    private void keepAsking(List<String> asked, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            look(asked);
            LockSupport.parkNanos(EVERY.toNanos());
        }
        assertThat(differences).isEmpty();
    }

    /** Asks each once for everybody, and remembers what is not as it was decided. */
    private void look(List<String> asked) {
        planes.answers(asked).forEach((plane, sent) -> {
            if (!sent.equals(Set.of(EAST.value()))) {
                differences.add("%s %s: %s".formatted(Instant.now(), plane, sent));
            }
        });
    }

    /** Until they have read the plans they have no answer, and a resolver must not take that for one. */
    private void builtInOnesComeBackWithTheSameAnswers(long epoch) {
        Set<String> said = new TreeSet<>();
        eventually(PATIENCE, () -> {
            look(SERVERS);
            Map<String, Set<String>> answers = planes.answers(BUILT_IN);
            answers.values().forEach(said::addAll);
            assertThat(answers).isEqualTo(sending(BUILT_IN, EAST));
        });
        assertThat(said).doesNotContain(WEST.value(), "NXDOMAIN", "no address");
        eventually(PATIENCE, () -> assertInSync(BUILT_IN, epoch));
        assertThat(differences).isEmpty();
    }

    private void envoyIsToldTheSameByTheGatewayAlone(long epoch) {
        planes.startEnvoyAnew();
        eventually(
                PATIENCE,
                () -> assertThat(planes.answers(List.of("envoy"))).isEqualTo(sending(List.of("envoy"), EAST)));
        eventually(PATIENCE, () -> assertInSync(List.of("envoy"), epoch));
    }

    private void everythingComesBackToTheSamePlan(RoutingPlan decided) throws IOException {
        eventually(PATIENCE, () -> {
            look(ALL);
            RoutingPlan anew = plan();
            assertThat(anew.epoch()).as("of a decision of the new process").isGreaterThan(decided.epoch());
            assertInSync(ALL, anew.epoch());
        });
        assertThat(plan().audiences()).isEqualTo(decided.audiences());
        assertThat(differences).isEmpty();
    }
}
