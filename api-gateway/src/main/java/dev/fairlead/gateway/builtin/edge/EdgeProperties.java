package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.Network;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param address to listen on, one IP address; absent: all
 * @param port 0: any free one
 * @param trustedProxies whose {@code X-Forwarded-*} headers are believed
 * @param connectTimeout after which an endpoint counts as not reachable and the next is tried
 * @param responseTimeout longest silence of an endpoint before and within its answer
 * @param maxConnections to endpoints, together
 * @param writeTtl for so long writes are sent on while the traffic-service is not heard; absent: for ever
 */
@ConfigurationProperties("fairlead.data-planes.edge")
record EdgeProperties(
        boolean enabled,
        @Nullable String address,
        @DefaultValue("8090") int port,
        @DefaultValue({"127.0.0.0/8", "::1/128"}) List<Network> trustedProxies,
        @DefaultValue("500ms") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout,
        @DefaultValue("2000") int maxConnections,
        @Nullable Duration writeTtl) {

    /** Three times as long as the plans may take to be read again: one answer that comes late is not to close anything. */
    private static final Duration LEAST_TTL = Duration.ofSeconds(15);

    EdgeProperties {
        if (writeTtl != null && writeTtl.compareTo(LEAST_TTL) < 0) {
            throw new InvalidFieldException(
                    "write-ttl", "write-ttl is %s; it has to be 15 s at least".formatted(writeTtl));
        }
    }
}
