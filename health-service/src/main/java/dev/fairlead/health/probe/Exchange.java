package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a probe of an endpoint says once it is connected, and who reads the answer. Made once for all probes of the endpoint.
 *
 * @param host who is asked
 * @param protocol that TLS agrees on; absent: none
 * @param request empty: to be connected is all
 * @param answers makes the reader of one answer
 */
record Exchange(String host, @Nullable String protocol, byte[] request, Supplier<Answer> answers) {

    private static final Map<String, String> DEFAULTS = Map.of("User-Agent", "fairlead", "Accept", "*/*");

    static Exchange of(Target target) {
        HealthCheck check = target.check();
        String host = Objects.requireNonNullElse(check.host(), target.host());
        return switch (check.kind()) {
            case TCP -> new Exchange(host, null, new byte[0], () -> bytes -> Outcome.CONNECTED);
            case HTTP ->
                new Exchange(
                        host,
                        "http/1.1",
                        get(check, host),
                        check.expect().ofStatusOnly()
                                ? () -> new StatusLine(check.expect())
                                : () -> new WholeAnswer(check.expect()));
            case GRPC ->
                new Exchange(
                        host, "h2", GrpcHealth.request(host, check.service(), check.tls() != null), GrpcHealth::new);
            case POSTGRESQL -> new Exchange(host, null, PostgresReady.request(), PostgresReady::new);
        };
    }

    private static byte[] get(HealthCheck check, String host) {
        StringBuilder head = new StringBuilder("GET %s HTTP/1.1\r\nHost: %s\r\n".formatted(check.path(), host));
        Map<String, String> given = check.headers();
        DEFAULTS.forEach((name, value) -> {
            if (given.keySet().stream().noneMatch(name::equalsIgnoreCase)) {
                head.append(name).append(": ").append(value).append("\r\n");
            }
        });
        given.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("Connection: close\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
