package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.guard.ClientNetwork;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Header;

/**
 * DNS over TCP (RFC 7766): any number of queries on a connection, each with its length before it. A connection on which
 * nothing moves, in either direction, is cut, so that those who hold connections keep nobody out for long.
 */
final class TcpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final int LOOKS_WITHIN_PATIENCE = 10;
    /** In bytes: a name, a client subnet, a cookie and padding have room in it many times. */
    private static final int LONGEST_QUERY = 4_096;

    private final ServerSocket server;
    private final Semaphore places;
    private final TcpLimits limits;
    private final Answerer answerer;
    /** By client network how many of the places it has. */
    private final Map<Long, Integer> taken = new ConcurrentHashMap<>();
    /** By connection the {@link System#nanoTime} at which it is cut. */
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();

    TcpListener(ServerSocket server, TcpLimits limits, Answerer answerer) {
        this.server = server;
        this.places = new Semaphore(limits.connections());
        this.limits = limits;
        this.answerer = answerer;
        Thread.ofPlatform().daemon().name("dns-tcp").start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                server.setSoTimeout(Math.toIntExact(limits.patience().toMillis() / LOOKS_WITHIN_PATIENCE));
                Socket socket = server.accept();
                long network = ClientNetwork.of(socket.getInetAddress());
                if (enters(network)) {
                    extend(socket);
                    Thread.ofVirtual().name("dns-tcp-connection").start(() -> serve(socket, network));
                } else {
                    socket.close();
                }
            } catch (SocketTimeoutException e) {
                log.trace("data-plane=dns transport=tcp state=quiet");
            } catch (IOException e) {
                log.debug("data-plane=dns transport=tcp reason=\"{}\"", e.toString());
                LockSupport.parkNanos(AFTER_FAILURE.toNanos()); // out of file descriptors: it would fail again at once
            }
            cutTheSilent();
        }
    }

    private boolean enters(long network) {
        if (taken.merge(network, 1, Integer::sum) <= limits.connectionsPerClient() && places.tryAcquire()) {
            return true;
        }
        leaves(network);
        return false;
    }

    private void leaves(long network) {
        taken.computeIfPresent(network, (key, count) -> count == 1 ? null : count - 1);
    }

    private void serve(Socket socket, long network) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                extend(socket);
                int length = in.readUnsignedShort();
                if (length < Header.LENGTH || length > LONGEST_QUERY) {
                    return;
                }
                byte[] query = new byte[length];
                in.readFully(query);
                Optional<byte[]> answer = answerer.answer(query, socket.getInetAddress());
                if (answer.isEmpty()) {
                    return;
                }
                extend(socket);
                socket.getOutputStream().write(framed(answer.get()));
            }
        } catch (IOException e) {
            log.debug("data-plane=dns transport=tcp reason=\"{}\"", e.toString());
        } finally {
            open.remove(socket);
            leaves(network);
            places.release();
        }
    }

    private static byte[] framed(byte[] answer) {
        return ByteBuffer.allocate(2 + answer.length)
                .putShort((short) answer.length)
                .put(answer)
                .array();
    }

    private void extend(Socket socket) {
        open.put(socket, System.nanoTime() + limits.patience().toNanos());
    }

    private void cutTheSilent() {
        long now = System.nanoTime();
        open.forEach((socket, end) -> {
            if (now - end > 0) {
                closeQuietly(socket);
            }
        });
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("data-plane=dns transport=tcp reason=\"{}\"", e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.keySet().forEach(TcpListener::closeQuietly);
    }

    /** Makes an answer of a query; empty: there is none and the connection ends. */
    interface Answerer {

        Optional<byte[]> answer(byte[] query, InetAddress peer);
    }
}
