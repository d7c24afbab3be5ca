package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.Packets.Transport;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Asks the server over the wire, as a resolver on this machine would. */
final class SelfQuery {

    private static final int TIMEOUT_MS = 500;
    private static final int TRIES = 3;

    private final InetSocketAddress server;
    private final Packets packets;

    SelfQuery(InetSocketAddress bound, Packets packets) {
        this.server = bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
                : bound;
        this.packets = packets;
    }

    /** Throws when the server's answer is not the one that the table gives. */
    void expect(Name host, DnsTable table) {
        byte[] query =
                Message.newQuery(Record.newRecord(host, Type.A, DClass.IN)).toWire();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            byte[] expected = packets.answer(query, socket.getLocalAddress(), Transport.UDP, table)
                    .orElseThrow();
            if (!Arrays.equals(expected, ask(socket, query))) {
                throw new DataPlaneException("the answer for %s is not the one decided".formatted(host));
            }
        } catch (IOException e) {
            throw new DataPlaneException("no answer for %s: %s".formatted(host, e.getMessage()), e);
        }
    }

    private static byte[] ask(DatagramSocket socket, byte[] query) throws IOException {
        socket.setSoTimeout(TIMEOUT_MS);
        DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
        for (int tries = 1; ; tries++) {
            socket.send(new DatagramPacket(query, query.length));
            try {
                socket.receive(answer);
                return Arrays.copyOf(answer.getData(), answer.getLength());
            } catch (SocketTimeoutException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }
}
