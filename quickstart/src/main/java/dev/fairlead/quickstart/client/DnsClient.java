package dev.fairlead.quickstart.client;

import dev.fairlead.contracts.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks one DNS server over UDP on behalf of client networks, as a resolver with EDNS client subnet (RFC 7871) does. */
public final class DnsClient {

    private static final int MAX_PAYLOAD = 1232;

    private final InetSocketAddress server;
    private final Duration timeout;

    public DnsClient(InetSocketAddress server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** The address that a client in this network gets; the reason when it gets none. */
    public Answer ask(String host, Network client) {
        try (DatagramSocket socket = new DatagramSocket()) {
            Message query = query(host, client);
            byte[] wire = query.toWire();
            socket.connect(server);
            socket.send(new DatagramPacket(wire, wire.length));
            return receive(socket, query.getHeader().getID());
        } catch (SocketTimeoutException e) {
            return Answer.none("no answer within %d ms".formatted(timeout.toMillis()));
        } catch (IOException e) {
            return Answer.none(String.valueOf(e.getMessage()));
        }
    }

    private Answer receive(DatagramSocket socket, int id) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        byte[] buffer = new byte[MAX_PAYLOAD];
        while (true) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) leftMs);
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            Message answer = new Message(Arrays.copyOf(buffer, packet.getLength()));
            if (answer.getHeader().getID() == id) {
                return answer(answer);
            }
        }
    }

    private static Answer answer(Message message) {
        if (message.getRcode() != Rcode.NOERROR) {
            return Answer.none(Rcode.string(message.getRcode()));
        }
        for (Record answer : message.getSection(Section.ANSWER)) {
            if (answer instanceof ARecord a) {
                return new Answer(a.getAddress(), a.getTTL(), "");
            }
        }
        return Answer.none("no address");
    }

    private static Message query(String host, Network client) {
        try {
            Message query = Message.newQuery(Record.newRecord(Name.fromString(host + "."), Type.A, DClass.IN));
            query.addRecord(
                    new OPTRecord(
                            MAX_PAYLOAD,
                            0,
                            0,
                            0,
                            List.of(new ClientSubnetOption(client.prefix(), 0, client.address()))),
                    Section.ADDITIONAL);
            return query;
        } catch (TextParseException e) {
            throw new UncheckedIOException(host + " is no name", e);
        }
    }

    /**
     * What the server said.
     *
     * @param ttlSeconds how long the address may be kept
     * @param reason why there is no address
     */
    public record Answer(@Nullable InetAddress address, long ttlSeconds, String reason) {

        static Answer none(String reason) {
            return new Answer(null, 0, reason);
        }
    }
}
