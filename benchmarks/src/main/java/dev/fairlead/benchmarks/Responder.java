package dev.fairlead.benchmarks;

import dev.fairlead.contracts.EndpointAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An HTTP server on many addresses from one thread, which answers 200 to every request and hangs up. A process of its own
 * with {@link #main}, so that what it costs is in nobody else's figures.
 */
final class Responder implements AutoCloseable {

    private static final int BACKLOG = 1_000;
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4_096);
    private volatile boolean closed;

    private Responder(Selector selector) {
        this.selector = selector;
        this.thread = Thread.ofPlatform().name("responder").start(this::run);
    }

    public static void main(String[] args) throws IOException {
        on(Child.told());
        System.out.println("up");
    }

    /** Listens before it returns. */
    static Responder on(List<EndpointAddress> addresses) {
        try {
            Selector selector = Selector.open();
            for (EndpointAddress address : addresses) {
                ServerSocketChannel listener = ServerSocketChannel.open();
                listener.configureBlocking(false);
                listener.bind(new InetSocketAddress(InetAddress.ofLiteral(address.ip()), address.port()), BACKLOG);
                listener.register(selector, SelectionKey.OP_ACCEPT);
            }
            return new Responder(selector);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on %d addresses: %s".formatted(addresses.size(), e.getMessage()), e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::advance);
            }
            selector.keys().forEach(key -> hangUp(key.channel()));
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the responder failed", e);
        }
    }

    private void advance(SelectionKey key) {
        if (key.channel() instanceof ServerSocketChannel listener) {
            accept(listener);
            return;
        }
        SocketChannel connection = (SocketChannel) key.channel();
        try {
            int length = connection.read(buffer.clear());
            if (length >= 0 && !((Head) key.attachment()).endsIn(buffer.flip())) {
                return;
            }
            if (length >= 0) {
                connection.write(ByteBuffer.wrap(ANSWER));
            }
        } catch (IOException e) {
            // a client that has hung up
        }
        hangUp(connection);
    }

    /** What cannot be accepted ends the server: whoever it leaves unanswered would look down. */
    private void accept(ServerSocketChannel listener) {
        try {
            SocketChannel connection;
            while ((connection = listener.accept()) != null) {
                connection.configureBlocking(false);
                connection.register(selector, SelectionKey.OP_READ, new Head());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot accept a connection", e);
        }
    }

    private static void hangUp(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    /** Returns when nobody listens any more: who connects then is refused. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How much of the end of a request's head has come. */
    private static final class Head {

        private int matched;

        /** Whether the head ends in these bytes. */
        boolean endsIn(ByteBuffer bytes) {
            while (bytes.hasRemaining() && matched < HEAD_END.length) {
                byte next = bytes.get();
                matched = next == HEAD_END[matched] ? matched + 1 : next == HEAD_END[0] ? 1 : 0;
            }
            return matched == HEAD_END.length;
        }
    }
}
