package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.Packets.Transport;
import dev.fairlead.gateway.builtin.dns.answer.Answers;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.direct.DirectAnswers;
import dev.fairlead.gateway.builtin.dns.guard.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread's work: takes one query over UDP after the other from a socket and answers it, in buffers of its own. */
final class UdpAnswerer implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(UdpAnswerer.class);
    private static final int LARGEST = 65_535;

    private final DatagramChannel udp;
    private final Packets packets;
    private final Gate gate;
    private final Supplier<@Nullable DnsTable> table;
    private final AnswersGiven given;
    private final DirectAnswers direct;
    private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST);
    private final byte[] packet = new byte[LARGEST];
    private final byte[] answer = new byte[Answers.MAX_UDP];
    private final ByteBuffer sent = ByteBuffer.allocateDirect(Answers.MAX_UDP);

    UdpAnswerer(
            DatagramChannel udp, Packets packets, Gate gate, Supplier<@Nullable DnsTable> table, AnswersGiven given) {
        this.udp = udp;
        this.packets = packets;
        this.gate = gate;
        this.table = table;
        this.given = given;
        this.direct = packets.direct(given);
    }

    @Override
    public void run() {
        while (udp.isOpen()) {
            try {
                received.clear();
                if (udp.receive(received) instanceof InetSocketAddress peer) {
                    serve(peer);
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) { // no packet ends the thread
                log.debug("data-plane=dns transport=udp reason=\"{}\"", e.toString());
            } catch (RuntimeException e) {
                log.error("data-plane=dns state=unanswered transport=udp", e);
            }
        }
    }

    private void serve(InetSocketAddress peer) throws IOException {
        int length = received.position();
        received.get(0, packet, 0, length);
        Verdict verdict = gate.verdict(packet, length, peer.getAddress());
        if (verdict == Verdict.DROPPED) {
            return;
        }
        DnsTable known = table.get();
        int made = verdict == Verdict.ANSWERED && known != null
                ? direct.answer(packet, length, peer.getAddress(), known, answer)
                : DirectAnswers.NOT_HERE;
        if (made != DirectAnswers.NOT_HERE) {
            sent.clear().put(answer, 0, made).flip();
            udp.send(sent, peer);
            return;
        }
        Optional<byte[]> other = other(verdict, Arrays.copyOf(packet, length), peer.getAddress(), known);
        if (other.isPresent()) {
            udp.send(ByteBuffer.wrap(other.get()), peer);
        }
    }

    private Optional<byte[]> other(Verdict verdict, byte[] query, InetAddress peer, @Nullable DnsTable known) {
        return verdict == Verdict.SENT_BACK
                ? packets.sendBack(query, peer)
                : packets.answer(query, peer, Transport.UDP, known, given);
    }
}
