package dev.fairlead.health.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection that is held open beside the probes of an endpoint and says nothing: its end tells of a death at once. */
final class HeldConnection {

    private static final Outcome ENDED = new Outcome.Discarded("held connection closed");

    private final Course course;
    private final SocketChannel channel;

    private HeldConnection(Course course, SocketChannel channel) {
        this.course = course;
        this.channel = channel;
    }

    static HeldConnection open(Course course, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            HeldConnection held = new HeldConnection(course, channel);
            boolean connected = channel.connect(course.address());
            channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, held);
            return held;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Goes on as far as the connection lets it; absent while it is open. That it was closed in good order says nothing of the
     * endpoint: servers tire of a connection that is idle.
     */
    @Nullable Outcome advance(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                return null;
            }
            return channel.read(buffer.clear()) < 0 ? ENDED : null;
        } catch (IOException e) {
            Outcome outcome = Outcome.of(e);
            return outcome instanceof Outcome.Failed
                    ? new Outcome.Failed("held connection: " + outcome.reason())
                    : outcome;
        }
    }

    Course course() {
        return course;
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // a connection that is not needed any more
        }
    }
}
