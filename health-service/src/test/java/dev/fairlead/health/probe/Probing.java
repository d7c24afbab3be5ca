package dev.fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A prober, what it found, and the servers that it probes; 50 probes are under way at most. */
final class Probing implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    final BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final Prober prober;
    private final List<LittleServer> servers = new ArrayList<>();
    private volatile Evidence evidence = result -> 0;

    Probing() {
        prober = new Prober(
                Stagger.ALONE,
                50,
                result -> {
                    results.add(result);
                    return evidence.take(result);
                },
                new ProbeTls(() -> {
                    throw new AssertionError("no probe here speaks TLS");
                }),
                Clock.systemUTC(),
                registry);
    }

    /** What becomes of results from now on. */
    void weighBy(Evidence next) {
        evidence = next;
    }

    LittleServer server(String ip, LittleServer.Behaviour behaviour) {
        LittleServer server = LittleServer.on(ip, behaviour);
        servers.add(server);
        return server;
    }

    static Target target(HealthCheck.Kind kind, String ip, int port, int intervalMs, int timeoutMs) {
        return target(ip, port, new HealthCheck(kind, "/healthz", intervalMs, timeoutMs, 50, 3, 2));
    }

    static Target target(String ip, int port, HealthCheck check) {
        return new Target(
                new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), new EndpointAddress(ip, port)),
                "shop.test",
                check,
                RegionName.of("east"));
    }

    ProbeResult firstHttp(LittleServer.Behaviour behaviour) throws InterruptedException {
        return first(target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                server("127.0.0.1", behaviour).port(),
                200,
                150));
    }

    /** Probes these, and takes the first result. */
    ProbeResult first(Target... targets) throws InterruptedException {
        prober.probe(List.of(targets));
        return next();
    }

    ProbeResult next() throws InterruptedException {
        ProbeResult result = results.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(result).as("a result within %s", PATIENCE).isNotNull();
        return result;
    }

    double count(String counter) {
        return registry.get(counter).counter().count();
    }

    @Override
    public void close() {
        prober.close();
        servers.forEach(LittleServer::close);
    }
}
