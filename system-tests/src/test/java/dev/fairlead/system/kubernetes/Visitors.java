package dev.fairlead.system.kubernetes;

import dev.fairlead.contracts.Network;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Users who keep asking while something is done to the control plane: by the edge on a connection that is kept and on new
 * ones, and by DNS. Every question counts, and none is asked twice.
 */
final class Visitors implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final List<String> failures = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();

    Visitors(Release release) {
        InetAddress user = InetAddress.ofLiteral("203.0.113.7");
        EdgeClient edge = new EdgeClient(release.edge(), TIMEOUT);
        DnsClient dns = new DnsClient(release.dns(), TIMEOUT);
        Network network = Network.of("203.0.113.0/24");
        keepAsking("edge, kept connection", () -> {
            EdgeClient.Answer answer = edge.get(Sites.HOST, "/", user);
            return answer.status() == 200 ? "" : answer.reason();
        });
        keepAsking("edge, new connection", () -> anew(release.edge()));
        keepAsking("dns", () -> dns.ask(Sites.HOST, network).reason());
    }

    /** @param question its answer is why it failed, or empty */
    private void keepAsking(String who, Supplier<String> question) {
        threads.scheduleWithFixedDelay(
                () -> {
                    String reason = question.get();
                    asked.incrementAndGet();
                    if (!reason.isEmpty()) {
                        synchronized (failures) {
                            failures.add("%s %s: %s".formatted(Instant.now(), who, reason));
                        }
                    }
                },
                0,
                EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static String anew(URI edge) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) TIMEOUT.toMillis());
            socket.connect(new InetSocketAddress(edge.getHost(), edge.getPort()), (int) TIMEOUT.toMillis());
            String request = "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(Sites.HOST);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200")
                    ? ""
                    : answer.lines().findFirst().orElse("an empty answer");
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** How often something was asked. */
    int asked() {
        return asked.get();
    }

    /** When, who and why. */
    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Returns after so long, in which they went on asking. */
    static void stay(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
