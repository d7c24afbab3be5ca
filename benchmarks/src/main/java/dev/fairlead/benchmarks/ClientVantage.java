package dev.fairlead.benchmarks;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.target.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The peer: the same probes by the JDK's {@code HttpClient}, as one would write it in an afternoon. A new connection for each,
 * evenly spread over the interval, nothing confirmed sooner and nothing discarded.
 */
final class ClientVantage implements Vantage {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofMillis(Addresses.CHECK.timeoutMs()))
            .build();
    private final Findings findings = new Findings(RegionName.of("peer"), Addresses.CHECK, endpoint -> {});
    private final Lateness lateness = new Lateness();
    private final AtomicLong failed = new AtomicLong();
    private final List<Request> requests;
    private final Thread thread;
    private volatile boolean closed;

    ClientVantage(List<Target> targets) {
        this.requests = targets.stream().map(Request::to).toList();
        this.thread = Thread.ofPlatform().name("client").start(this::run);
    }

    private record Request(Endpoint endpoint, HttpRequest http) {

        static Request to(Target target) {
            EndpointAddress address = target.endpoint().address();
            HttpRequest http = HttpRequest.newBuilder(
                            URI.create("http://" + address + target.check().path()))
                    .timeout(Duration.ofMillis(target.check().timeoutMs()))
                    .build();
            return new Request(target.endpoint(), http);
        }
    }

    private void run() {
        long interval = TimeUnit.MILLISECONDS.toNanos(Addresses.CHECK.intervalMs());
        long begin = System.nanoTime();
        for (long i = 0; !closed; i++) {
            long due = begin + i * interval / requests.size();
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            lateness.add(System.nanoTime() - due);
            ask(requests.get((int) (i % requests.size())));
        }
    }

    private void ask(Request request) {
        Instant at = Instant.now();
        long began = System.nanoTime();
        client.sendAsync(request.http(), HttpResponse.BodyHandlers.discarding())
                .whenComplete((answer, failure) -> take(request.endpoint(), at, began, answer));
    }

    private synchronized void take(Endpoint endpoint, Instant at, long began, @Nullable HttpResponse<Void> answer) {
        boolean passed = answer != null && Addresses.CHECK.expect().allows(answer.statusCode());
        if (!passed) {
            failed.incrementAndGet();
        }
        Duration latency = Duration.ofNanos(System.nanoTime() - began);
        findings.take(new ProbeResult(endpoint, at, latency, passed, passed ? "passed" : "failed"));
    }

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Lateness lateness() {
        return lateness;
    }

    @Override
    public Wasted wasted() {
        return new Wasted(failed.get(), 0);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
    }
}
