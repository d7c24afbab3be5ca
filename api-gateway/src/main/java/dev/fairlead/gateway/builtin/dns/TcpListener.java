package dev.fairlead.gateway.builtin.dns;

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

/**
 * DNS over TCP (RFC 7766): any number of queries on a connection, each with its length before it. A connection on which
 * nothing moves, in either direction, is cut, so that those who hold connections keep nobody out for long.
 */
final class TcpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);
    private static final int LOOKS_WITHIN_PATIENCE = 10;

    private final ServerSocket server;
    private final Semaphore places;
    private final Duration patience;
    private final Answerer answerer;
    /** By connection the {@link System#nanoTime} at which it is cut. */
    private final Map<Socket, Long> open = new ConcurrentHashMap<>();

    /** @param patience how long a query may take to arrive whole, and an answer to be taken; also how long nothing may come */
    TcpListener(ServerSocket server, int maxConnections, Duration patience, Answerer answerer) {
        this.server = server;
        this.places = new Semaphore(maxConnections);
        this.patience = patience;
        this.answerer = answerer;
        Thread.ofPlatform().daemon().name("dns-tcp").start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                server.setSoTimeout(Math.toIntExact(patience.toMillis() / LOOKS_WITHIN_PATIENCE));
                Socket socket = server.accept();
                if (places.tryAcquire()) {
                    extend(socket);
                    Thread.ofVirtual().name("dns-tcp-connection").start(() -> serve(socket));
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

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                extend(socket);
                byte[] query = new byte[in.readUnsignedShort()];
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
        open.put(socket, System.nanoTime() + patience.toNanos());
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
