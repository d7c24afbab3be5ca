package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.gateway.gdnsd.Expected.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks gdnsd as a resolver does. */
final class GdnsdQuestions {

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final EndpointAddress server;
    private final SimpleResolver resolver;

    GdnsdQuestions(EndpointAddress server) {
        this.server = server;
        this.resolver = new SimpleResolver(new InetSocketAddress(IpAddresses.parse(server.ip()), server.port()));
        resolver.setTimeout(ANSWER);
    }

    /** The TTL of a host's address. */
    long ttl(String host) {
        return records(host, Family.A).stream()
                .mapToLong(Record::getTTL)
                .findFirst()
                .orElseThrow(() -> new DataPlaneException("gdnsd at %s has no address for %s".formatted(server, host)));
    }

    /** The addresses of a host; none for one that is not there. */
    Set<InetAddress> addresses(String host, Family family) {
        return records(host, family).stream().map(GdnsdQuestions::address).collect(Collectors.toUnmodifiableSet());
    }

    private List<Record> records(String host, Family family) {
        int type = family == Family.A ? Type.A : Type.AAAA;
        Message answer = ask(absolute(host), type);
        if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
            throw new DataPlaneException("gdnsd at %s answers %s for %s %s"
                    .formatted(server, Rcode.string(answer.getRcode()), family, host));
        }
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == type)
                .toList();
    }

    private Message ask(Name name, int type) {
        try {
            return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)));
        } catch (IOException e) {
            throw new DataPlaneException("gdnsd at %s does not answer: %s".formatted(server, e.getMessage()), e);
        }
    }

    private static Name absolute(String host) {
        try {
            return Name.fromString(host, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("'%s' is no name to ask for".formatted(host), e);
        }
    }

    private static InetAddress address(Record record) {
        return record instanceof ARecord a ? a.getAddress() : ((AAAARecord) record).getAddress();
    }
}
