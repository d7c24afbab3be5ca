package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.PortTakenException;
import dev.fairlead.gateway.builtin.dns.Packets.Transport;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on UDP and TCP and answers from the table in force. */
final class DnsServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DnsServer.class);
    private static final String PROPERTY = "fairlead.data-planes.dns.port";
    private static final int UDP_THREADS = 2;
    private static final int UDP_BUFFER =
            1 << 20; // what comes while the threads are busy waits here, and is lost beyond
    private static final int TRIES_FOR_ANY_PORT = 20;

    private final Packets packets;
    private final DatagramChannel udp;
    private final TcpListener tcp;
    private final Supplier<@Nullable DnsTable> table;
    private final AnswersGiven given = new AnswersGiven();

    private DnsServer(
            Packets packets, Gate gate, Supplier<@Nullable DnsTable> table, Sockets sockets, TcpLimits limits) {
        this.packets = packets;
        this.table = table;
        this.udp = sockets.udp();
        this.tcp = new TcpListener(sockets.tcp(), limits, this::answerTcp);
        for (int i = 0; i < UDP_THREADS; i++) {
            Thread.ofPlatform().daemon().name("dns-udp-" + i).start(new UdpAnswerer(udp, packets, gate, table, given));
        }
    }

    /** Binds both sockets; throws {@link PortTakenException} when one of them is not to be had. */
    static DnsServer start(
            InetSocketAddress address, TcpLimits tcp, Packets packets, Gate gate, Supplier<@Nullable DnsTable> table) {
        return new DnsServer(packets, gate, table, Sockets.bind(address), tcp);
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.socket().getLocalSocketAddress();
    }

    AnswersGiven given() {
        return given;
    }

    private Optional<byte[]> answerTcp(byte[] query, InetAddress peer) {
        try {
            return packets.answer(query, peer, Transport.TCP, table.get(), given);
        } catch (RuntimeException e) {
            log.error("data-plane=dns state=unanswered transport=tcp", e);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try (udp;
                tcp) {
            log.debug("data-plane=dns state=closed");
        } catch (IOException e) {
            log.debug("data-plane=dns state=closed reason=\"{}\"", e.toString());
        }
    }

    private record Sockets(DatagramChannel udp, ServerSocket tcp) {

        static Sockets bind(InetSocketAddress address) {
            for (int tries = 1; ; tries++) {
                DatagramChannel udp = bindUdp(address);
                InetSocketAddress bound = (InetSocketAddress) udp.socket().getLocalSocketAddress();
                try {
                    return new Sockets(udp, bindTcp(new InetSocketAddress(address.getAddress(), bound.getPort())));
                } catch (PortTakenException e) {
                    closeQuietly(udp);
                    if (address.getPort() != 0 || tries == TRIES_FOR_ANY_PORT) {
                        throw e;
                    }
                }
            }
        }

        private static DatagramChannel bindUdp(InetSocketAddress address) {
            try {
                DatagramChannel udp = DatagramChannel.open();
                try {
                    udp.setOption(StandardSocketOptions.SO_RCVBUF, UDP_BUFFER);
                    udp.bind(address);
                    return udp;
                } catch (IOException e) {
                    closeQuietly(udp);
                    throw e;
                }
            } catch (IOException e) {
                throw new PortTakenException("UDP", address, PROPERTY, e);
            }
        }

        private static ServerSocket bindTcp(InetSocketAddress address) {
            try {
                ServerSocket tcp = new ServerSocket();
                try {
                    tcp.setReuseAddress(true);
                    tcp.bind(address, 128);
                    return tcp;
                } catch (IOException e) {
                    tcp.close();
                    throw e;
                }
            } catch (IOException e) {
                throw new PortTakenException("TCP", address, PROPERTY, e);
            }
        }

        private static void closeQuietly(DatagramChannel udp) {
            try {
                udp.close();
            } catch (IOException e) {
                log.debug("data-plane=dns reason=\"{}\"", e.toString());
            }
        }
    }
}
