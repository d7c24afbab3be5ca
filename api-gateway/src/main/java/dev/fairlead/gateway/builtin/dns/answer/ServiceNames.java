package dev.fairlead.gateway.builtin.dns.answer;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable.Host;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/**
 * The names below a host: {@code _fairlead._tcp.<host>} for its SRV records, and one for each address of its endpoints, such as
 * {@code ip4-192-0-2-1.<host>}, because the target of an SRV record has to be a name. No protocol is named, since a plan
 * does not know what an endpoint speaks.
 */
final class ServiceNames {

    private static final String SERVICE = "_fairlead";
    private static final String PROTOCOL = "_tcp";
    private static final String IPV4 = "ip4-";
    private static final String IPV6 = "ip6-";

    private ServiceNames() {}

    /** An address of a host's endpoints. */
    record Target(Host host, InetAddress address) {}

    /** The host behind {@code _fairlead._tcp.<host>}. */
    static Optional<Host> service(Name name, Map<Name, Host> hosts) {
        return label(name, 0).equals(SERVICE) && label(name, 1).equals(PROTOCOL)
                ? Optional.ofNullable(hosts.get(new Name(name, 2)))
                : Optional.empty();
    }

    /** The address that the name of a target stands for, as long as the host has an endpoint there. */
    static Optional<Target> target(Name name, Map<Name, Host> hosts) {
        String label = label(name, 0);
        if (!label.startsWith(IPV4) && !label.startsWith(IPV6)) {
            return Optional.empty();
        }
        Host host = hosts.get(new Name(name, 1));
        return host == null
                ? Optional.empty()
                : address(label).filter(host::has).map(address -> new Target(host, address));
    }

    /** Whether one of these names, or one above them (RFC 8020). */
    static boolean exists(Name name, Map<Name, Host> hosts) {
        boolean above = label(name, 0).equals(PROTOCOL) && hosts.containsKey(new Name(name, 1));
        return above || service(name, hosts).isPresent() || target(name, hosts).isPresent();
    }

    /** Empty where that would be longer than a name may be. */
    static Optional<Name> targetName(EndpointAddress endpoint, Name host) {
        try {
            return Optional.of(Name.fromString(label(IpAddresses.parse(endpoint.ip())), host));
        } catch (TextParseException e) {
            return Optional.empty();
        }
    }

    private static String label(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet4Address ? IPV4 + text.replace('.', '-') : IPV6 + text.replace(':', '-');
    }

    /** Of a label that is written exactly as {@link #label(InetAddress)} does: one name for each address. */
    private static Optional<InetAddress> address(String label) {
        String digits = label.substring(IPV4.length());
        try {
            InetAddress address =
                    IpAddresses.parse(label.startsWith(IPV4) ? digits.replace('-', '.') : digits.replace('-', ':'));
            return Optional.of(address).filter(parsed -> label(parsed).equals(label));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** In lower case; empty where the name has no such label. The root is the last one. */
    private static String label(Name name, int index) {
        return index < name.labels() - 1 ? name.getLabelString(index).toLowerCase(Locale.ROOT) : "";
    }
}
