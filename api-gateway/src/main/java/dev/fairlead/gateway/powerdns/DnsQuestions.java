package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks a DNS server as a resolver does, for itself or for a client network (RFC 7871). */
final class DnsQuestions {

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int UDP_PAYLOAD = 1_232;

    private final EndpointAddress server;
    private final SimpleResolver resolver;

    DnsQuestions(EndpointAddress server) {
        this.server = server;
        this.resolver = new SimpleResolver(new InetSocketAddress(InetAddress.ofLiteral(server.ip()), server.port()));
        resolver.setTimeout(ANSWER);
    }

    /** The addresses of a name; none for a name that is not there. */
    Set<InetAddress> addresses(String name, LuaContent.Family family, @Nullable Network client) {
        try {
            int type = family == LuaContent.Family.A ? Type.A : Type.AAAA;
            Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
            query.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0, 0, options(client)), Section.ADDITIONAL);
            Message answer = resolver.send(query);
            if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
                throw new DataPlaneException("DNS at %s answers %s for %s %s"
                        .formatted(server, Rcode.string(answer.getRcode()), family, name));
            }
            return answer.getSection(Section.ANSWER).stream()
                    .filter(record -> record.getType() == type)
                    .map(DnsQuestions::address)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (TextParseException | UnknownHostException e) {
            throw new IllegalArgumentException("'%s' is no name to ask for".formatted(name), e);
        } catch (IOException e) {
            throw new DataPlaneException("DNS at %s does not answer: %s".formatted(server, e.getMessage()), e);
        }
    }

    private static List<EDNSOption> options(@Nullable Network client) {
        return client == null ? List.of() : List.of(new ClientSubnetOption(client.prefix(), 0, client.address()));
    }

    private static InetAddress address(Record record) {
        return record instanceof ARecord a ? a.getAddress() : ((AAAARecord) record).getAddress();
    }
}
