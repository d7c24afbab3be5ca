package dev.fairlead.bus.nats;

import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a process needs to know to join the bus.
 *
 * @param name of the process, as the server's monitoring shows it
 * @param region which this process belongs to
 * @param servers URLs in the order in which they are tried: the region's own server first
 * @param tls asked for each connection, so that a new certificate needs no restart; absent: connections are not encrypted
 */
public record NatsSettings(
        String name,
        String region,
        List<String> servers,
        NatsLogin login,
        @Nullable Supplier<SSLContext> tls) {

    public NatsSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a NATS bus needs at least one server");
        }
        if (!region.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
            throw new IllegalArgumentException("region '%s' is not a DNS label".formatted(region));
        }
    }
}
