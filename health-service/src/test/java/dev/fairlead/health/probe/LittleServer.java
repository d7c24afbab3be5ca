package dev.fairlead.health.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on the loopback address that does to each connection what the test says. */
final class LittleServer implements AutoCloseable {

    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Behaviour behaviour;

    private LittleServer(InetAddress address, Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            listener = new ServerSocket();
            listener.bind(new InetSocketAddress(address, 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static LittleServer on(String ip, Behaviour behaviour) {
        return new LittleServer(InetAddress.ofLiteral(ip), behaviour);
    }

    /** What happens to a connection; afterwards it is closed. */
    interface Behaviour {
        void serve(Socket socket) throws IOException, InterruptedException;
    }

    /** Answers each request with these bytes. */
    static Behaviour answering(String answer) {
        return socket -> {
            head(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    /** Reads a request and is silent. */
    static Behaviour hanging() {
        return socket -> {
            head(socket);
            socket.getInputStream().read();
        };
    }

    /** The head of a request. */
    static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no whole request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behaviour.serve(socket);
        } catch (IOException e) {
            // the prober hangs up as soon as it knows enough
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    void become(Behaviour next) {
        behaviour = next;
    }

    int accepted() {
        return accepted.get();
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
