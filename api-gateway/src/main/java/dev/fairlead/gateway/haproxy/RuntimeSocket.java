package dev.fairlead.gateway.haproxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A line to HAProxy's runtime API and all that it says to it: it hangs up after each. Never waits longer than its patience. */
final class RuntimeSocket {

    /** Four thousand weights take a third of a second; one that answers after ten seconds still does what it is told. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final SocketAddress address;

    RuntimeSocket(SocketAddress address) {
        this.address = address;
    }

    String ask(String line) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (SocketChannel channel = open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            if (!channel.connect(address)) {
                await(selector, key, SelectionKey.OP_CONNECT, deadline);
                channel.finishConnect();
            }
            ByteBuffer question = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
            while (question.hasRemaining()) {
                if (channel.write(question) == 0) {
                    await(selector, key, SelectionKey.OP_WRITE, deadline);
                }
            }
            return readAll(channel, selector, key, deadline);
        }
    }

    private SocketChannel open() throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private static String readAll(SocketChannel channel, Selector selector, SelectionKey key, long deadline)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
        int got = channel.read(piece);
        while (got >= 0) {
            if (got == 0) {
                await(selector, key, SelectionKey.OP_READ, deadline);
            }
            answer.write(piece.array(), 0, got);
            piece.clear();
            got = channel.read(piece);
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static void await(Selector selector, SelectionKey key, int operation, long deadline) throws IOException {
        key.interestOps(operation);
        long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (leftMs <= 0 || selector.select(leftMs) == 0) {
            throw new SocketTimeoutException("nothing within %d ms".formatted(PATIENCE.toMillis()));
        }
        selector.selectedKeys().clear();
    }
}
