package dev.fairlead.gateway.builtin.dns;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over TCP (RFC 7766): any number of queries on a connection, each with its length before it. */
final class TcpListener implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TcpListener.class);
    /** How long a query may take to arrive whole; also how long a connection may be idle. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ServerSocket server;
    private final Semaphore places;
    private final Answerer answerer;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    TcpListener(ServerSocket server, int maxConnections, Answerer answerer) {
        this.server = server;
        this.places = new Semaphore(maxConnections);
        this.answerer = answerer;
        Thread.ofPlatform().daemon().name("dns-tcp").start(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (places.tryAcquire()) {
                    open.add(socket);
                    Thread.ofVirtual().name("dns-tcp-connection").start(() -> serve(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                log.debug("data-plane=dns transport=tcp reason=\"{}\"", e.toString());
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            while (true) {
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                byte[] length = read(socket, 2, deadline);
                byte[] query = read(socket, (length[0] & 0xff) << 8 | length[1] & 0xff, deadline);
                Optional<byte[]> answer = answerer.answer(query, socket.getInetAddress());
                if (answer.isEmpty()) {
                    return;
                }
                byte[] framed = new byte[answer.get().length + 2];
                framed[0] = (byte) (answer.get().length >> 8);
                framed[1] = (byte) answer.get().length;
                System.arraycopy(answer.get(), 0, framed, 2, answer.get().length);
                socket.getOutputStream().write(framed);
            }
        } catch (IOException e) {
            log.debug("data-plane=dns transport=tcp reason=\"{}\"", e.toString());
        } finally {
            open.remove(socket);
            places.release();
        }
    }

    private static byte[] read(Socket socket, int count, long deadline) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int got = 0;
        while (got < count) {
            socket.setSoTimeout(Math.toIntExact(Math.max(1, (deadline - System.nanoTime()) / 1_000_000)));
            int more = in.read(bytes, got, count - got);
            if (more < 0) {
                throw new IOException("closed by the peer");
            }
            got += more;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Makes an answer of a query; empty: there is none and the connection ends. */
    interface Answerer {

        Optional<byte[]> answer(byte[] query, InetAddress peer);
    }
}
