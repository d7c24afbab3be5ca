package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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

    /** How many questions are under way at a time: few enough to wait in the server's socket. */
    private static final int WINDOW = 50;

    private final EndpointAddress server;
    private final SimpleResolver resolver;

    DnsQuestions(EndpointAddress server) {
        this.server = server;
        this.resolver = new SimpleResolver(new InetSocketAddress(InetAddress.ofLiteral(server.ip()), server.port()));
        resolver.setTimeout(ANSWER);
    }

    /** @param client a network to ask for; absent: whatever address asks */
    record Question(
            String name, LuaContent.Family family, @Nullable Network client) {

        private int type() {
            return family == LuaContent.Family.A ? Type.A : Type.AAAA;
        }

        private Message message() {
            try {
                Message message = Message.newQuery(Record.newRecord(Name.fromString(name), type(), DClass.IN));
                message.addRecord(new OPTRecord(UDP_PAYLOAD, 0, 0, 0, options(client)), Section.ADDITIONAL);
                return message;
            } catch (TextParseException e) {
                throw new IllegalArgumentException("'%s' is no name to ask for".formatted(name), e);
            }
        }

        /** Empty when the server could not say. */
        private Optional<Set<InetAddress>> answered(Message answer) {
            return answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN
                    ? Optional.of(answer.getSection(Section.ANSWER).stream()
                            .filter(record -> record.getType() == type())
                            .map(DnsQuestions::address)
                            .collect(Collectors.toUnmodifiableSet()))
                    : Optional.empty();
        }
    }

    /** The addresses of a name; none for a name that is not there. */
    Set<InetAddress> addresses(String name, LuaContent.Family family, @Nullable Network client) {
        Question question = new Question(name, family, client);
        try {
            Message answer = resolver.send(question.message());
            return question.answered(answer)
                    .orElseThrow(() -> new DataPlaneException("DNS at %s answers %s for %s %s"
                            .formatted(server, Rcode.string(answer.getRcode()), family, name)));
        } catch (IOException e) {
            throw new DataPlaneException("DNS at %s does not answer: %s".formatted(server, e.getMessage()), e);
        }
    }

    /** The same for many questions, of which some are under way at a time; empty where no answer came, or none that says it. */
    List<Optional<Set<InetAddress>>> addresses(List<Question> questions) {
        List<Optional<Set<InetAddress>>> answers =
                new ArrayList<>(Collections.nCopies(questions.size(), Optional.empty()));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(server.ip()), server.port()));
            for (int from = 0; from < questions.size(); from += WINDOW) {
                askTogether(socket, questions, answers, from, Math.min(from + WINDOW, questions.size()));
            }
            return answers;
        } catch (IOException e) {
            throw new DataPlaneException("DNS at %s does not answer: %s".formatted(server, e.getMessage()), e);
        }
    }

    /** Each is told by its place in the list, which is the id of its message. */
    private static void askTogether(
            DatagramSocket socket, List<Question> questions, List<Optional<Set<InetAddress>>> answers, int from, int to)
            throws IOException {
        for (int i = from; i < to; i++) {
            Message message = questions.get(i).message();
            message.getHeader().setID(i & 0xffff);
            byte[] wire = message.toWire();
            socket.send(new DatagramPacket(wire, wire.length));
        }
        long deadline = System.nanoTime() + ANSWER.toNanos();
        DatagramPacket packet = new DatagramPacket(new byte[UDP_PAYLOAD], UDP_PAYLOAD);
        for (int missing = to - from; missing > 0; missing--) {
            long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (leftMs <= 0) {
                return;
            }
            socket.setSoTimeout((int) leftMs);
            packet.setLength(UDP_PAYLOAD);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return;
            }
            Message answer = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
            int i = from + (answer.getHeader().getID() - from & 0xffff);
            if (i < to) {
                answers.set(i, questions.get(i).answered(answer));
            }
        }
    }

    private static List<EDNSOption> options(@Nullable Network client) {
        return client == null ? List.of() : List.of(new ClientSubnetOption(client.prefix(), 0, client.address()));
    }

    private static InetAddress address(Record record) {
        return record instanceof ARecord a ? a.getAddress() : ((AAAARecord) record).getAddress();
    }
}
