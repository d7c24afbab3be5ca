package dev.fairlead.gateway.builtin.dns.answer;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Name;

/**
 * What the server is authoritative for.
 *
 * @param configured zones that the operator names; a host in none of them makes its parent domain a zone
 * @param nameServers the zones' name servers; none: {@code ns} in each zone, without an address
 */
public record Zones(Set<Name> configured, List<NameServer> nameServers) {

    public Zones {
        configured = Set.copyOf(configured);
        nameServers = List.copyOf(nameServers);
    }

    /** @param addresses answered when the name stands in one of the zones */
    public record NameServer(Name name, List<InetAddress> addresses) {

        public NameServer {
            addresses = List.copyOf(addresses);
        }
    }
}
