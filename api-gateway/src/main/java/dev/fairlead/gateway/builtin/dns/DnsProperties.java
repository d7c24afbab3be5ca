package dev.fairlead.gateway.builtin.dns;

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
 */
@ConfigurationProperties("fairlead.data-planes.dns")
record DnsProperties(
        boolean enabled,
        @Nullable String address,
        @DefaultValue("5300") int port,
        @DefaultValue List<String> zones,
        @DefaultValue List<NameServer> nameServers,
        @DefaultValue("256") int maxTcpConnections) {

    record NameServer(String name, @DefaultValue List<String> addresses) {}
}
