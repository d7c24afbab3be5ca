package dev.fairlead.gateway.builtin.dns.answer;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.OPTRecord;

/** The client network that a resolver tells us about (RFC 7871). */
final class ClientSubnet {

    private ClientSubnet() {}

    /** Whether the query breaks the rules of RFC 7871, section 6: one option at most, scope 0. */
    static boolean malformed(@Nullable OPTRecord opt) {
        List<EDNSOption> options = options(opt);
        return options.size() > 1
                || options.stream()
                        .anyMatch(option ->
                                !(option instanceof ClientSubnetOption subnet) || subnet.getScopePrefixLength() != 0);
    }

    static Optional<ClientSubnetOption> of(@Nullable OPTRecord opt) {
        return options(opt).stream()
                .filter(ClientSubnetOption.class::isInstance)
                .map(ClientSubnetOption.class::cast)
                .findFirst();
    }

    /** Whom to answer for: the client network, or the resolver when it tells none or hides it with a prefix of 0. */
    static InetAddress client(Optional<ClientSubnetOption> subnet, InetAddress resolver) {
        return subnet.filter(option -> option.getSourcePrefixLength() > 0)
                .map(ClientSubnetOption::getAddress)
                .orElse(resolver);
    }

    /** @param scope how many leading bits of the client's address the answer depends on */
    static ClientSubnetOption answer(ClientSubnetOption asked, int scope) {
        int source = asked.getSourcePrefixLength();
        return new ClientSubnetOption(source, source == 0 ? 0 : scope, asked.getAddress());
    }

    private static List<EDNSOption> options(@Nullable OPTRecord opt) {
        return opt == null ? List.of() : opt.getOptions(EDNSOption.Code.CLIENT_SUBNET);
    }
}
