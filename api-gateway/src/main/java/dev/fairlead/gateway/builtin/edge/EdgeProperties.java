package dev.fairlead.gateway.builtin.edge;

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
 */
@ConfigurationProperties("fairlead.data-planes.edge")
record EdgeProperties(
        boolean enabled,
        @Nullable String address,
        @DefaultValue("8090") int port,
        @DefaultValue({"127.0.0.0/8", "::1/128"}) List<Network> trustedProxies,
        @DefaultValue("500ms") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout,
        @DefaultValue("2000") int maxConnections) {}
