package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.guard.RateLimit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param address to listen on, one IP address; absent: all. On a machine with several addresses name one: answers over UDP
 *     leave from the address that the route back chooses
 * @param port of UDP and TCP; 0: any free one
 * @param zones that the server is authoritative for; a host in none of them makes its parent domain a zone
 * @param nameServers of the zones; none: {@code ns} in each zone, without an address
 * @param maxTcpConnections further ones are closed at once
 * @param maxTcpConnectionsPerClient of one client network
 * @param tcpIdleTimeout how long a query over TCP may take to arrive whole, and its answer to be taken; also how long nothing may come
 * @param rateLimit of answers over UDP to one client network
 * @param cookieSecretFile secrets for DNS cookies, one in each line as 32 hexadecimal digits: the first makes cookies, all are
 *     accepted; the same for all servers behind one address. Absent: one that is drawn, each day anew
 */
@ConfigurationProperties("fairlead.data-planes.dns")
record DnsProperties(
        boolean enabled,
        @Nullable String address,
        @DefaultValue("5300") int port,
        @DefaultValue List<String> zones,
        @DefaultValue List<NameServer> nameServers,
        @DefaultValue("256") int maxTcpConnections,
        @DefaultValue("32") int maxTcpConnectionsPerClient,
        @DefaultValue("10s") Duration tcpIdleTimeout,
        @DefaultValue UdpLimit rateLimit,
        @Nullable Path cookieSecretFile) {

    record NameServer(String name, @DefaultValue List<String> addresses) {}

    TcpLimits tcp() {
        return new TcpLimits(maxTcpConnections, maxTcpConnectionsPerClient, tcpIdleTimeout);
    }

    /** As {@link RateLimit} says. */
    record UdpLimit(
            @DefaultValue("200") int responsesPerSecond,
            @DefaultValue("2") int slip,
            @DefaultValue("65536") int networks) {

        RateLimit limit() {
            return new RateLimit(responsesPerSecond, slip, networks);
        }
    }
}
