package dev.fairlead.gateway.haproxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.ProxiedSites;
import dev.fairlead.testing.servers.HaproxyServer;
import dev.fairlead.testing.servers.Ports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real HAProxy on the configuration that operators are shown, in front of {@code us-east} and {@code us-west}, and the
 * gateways that reach it. It serves the applications {@code app}, which has a database, and {@code other}.
 */
final class HaproxyUnderTest implements AutoCloseable {

    final HaproxyServer server;
    private final int tcp = Ports.next();
    private Instant heard = Instant.now();

    HaproxyUnderTest(ProxiedSites sites) {
        this(sites, "");
    }

    /** @param options of each server, in the words of haproxy.cfg */
    HaproxyUnderTest(ProxiedSites sites, String options) {
        this(sites, options, "roundrobin");
    }

    /** @param balance how the application {@code other} is balanced */
    HaproxyUnderTest(ProxiedSites sites, String options, String balance) {
        Map<String, String> replaced = new LinkedHashMap<>();
        replaced.put("backend mail\n", "backend mail\n    balance %s\n".formatted(balance));
        replaced.put("shop.example", "app.contract.test");
        replaced.put("mail.example", "other.contract.test");
        replaced.put("shop", "app");
        replaced.put("mail", "other");
        replaced.put("10.1.0.11:8080", sites.endpoint(DataCenterName.of("us-east")) + options);
        replaced.put("10.2.0.11:8080", sites.endpoint(DataCenterName.of("us-west")) + options);
        replaced.put("level admin\n", "level admin\n    stats socket ipv4@127.0.0.1:%d level admin\n".formatted(tcp));
        server = HaproxyServer.create(replaced);
        server.start();
    }

    /** A gateway on its machine. */
    HaproxyDataPlane plane(@Nullable Clientele place, @Nullable Duration drainTime, @Nullable Duration writeTtl) {
        return plane(new HaproxySettings.Properties(
                server.socket().toString(),
                List.of(ApplicationName.of("app"), ApplicationName.of("other")),
                server.startDirectory(),
                null,
                place,
                drainTime,
                writeTtl,
                null));
    }

    /** A gateway on another machine. */
    HaproxyDataPlane remotePlane(String application, String writeMap) {
        return plane(remote(application, writeMap));
    }

    private HaproxySettings.Properties remote(String application, String writeMap) {
        return new HaproxySettings.Properties(
                "127.0.0.1:" + tcp, List.of(ApplicationName.of(application)), null, writeMap, null, null, null, null);
    }

    private HaproxyDataPlane plane(HaproxySettings.Properties properties) {
        return new HaproxyDataPlane(
                "proxy", properties.withDefaults(), InstantSource.system(), () -> Optional.of(heard));
    }

    /** When the gateways last heard the traffic-service. */
    void heard(Instant at) {
        heard = at;
    }

    String writeMap() {
        return server.startDirectory().resolve("writes.map").toString();
    }

    Running running() {
        List<List<String>> answers = new RuntimeApi(remote("app", writeMap()).withDefaults())
                .ask(List.of("show info", "show servers state", "show map " + writeMap()));
        return Running.of(answers.get(0), answers.get(1), answers.get(2));
    }

    Server.Status status(String backend, String name) {
        Server.Id id = new Server.Id(backend, name);
        return running().servers().stream()
                .filter(one -> one.id().equals(id))
                .map(Server::status)
                .findFirst()
                .orElseThrow();
    }

    /** One pass of the loop. */
    static HaproxyState obey(HaproxyDataPlane plane, RoutingPlan... plans) {
        HaproxyState desired = plane.desired(List.of(plans));
        HaproxyState before = plane.observe();
        plane.apply(desired, before);
        plane.verify(desired, before);
        plane.settle(desired);
        assertThat(plane.observe()).isEqualTo(desired);
        return desired;
    }

    @Override
    public void close() {
        server.close();
    }
}
