package dev.fairlead.health.probe;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One probe under way: a connection of its own, one request, as much of the answer as tells pass from fail. */
final class OpenProbe implements Timetable.Entry {

    private final long id;
    private final Course course;
    private final Start start;
    private final SocketChannel channel;
    private final Wire wire;
    private final ByteBuffer request;
    private final Answer answer;
    private boolean ready;
    private boolean sent;

    private OpenProbe(long id, Course course, Start start, SocketChannel channel) throws IOException {
        this.id = id;
        this.course = course;
        this.start = start;
        this.channel = channel;
        this.wire = course.over(channel);
        this.request = ByteBuffer.wrap(course.exchange().request());
        this.answer = course.exchange().answers().get();
    }

    /**
     * How a probe began.
     *
     * @param at by the clock
     * @param nanos the same moment by {@link System#nanoTime()}
     * @param stalled what the prober had stalled in all until then, in nanoseconds
     */
    record Start(Instant at, long nanos, long stalled) {}

    /** Begins to connect; the answer to come wakes the selector. */
    static OpenProbe open(long id, Course course, Start start, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(
                    StandardSocketOptions.SO_LINGER, 0); // a port in TIME_WAIT for each probe would use them up
            OpenProbe probe = new OpenProbe(id, course, start, channel);
            boolean connected = channel.connect(course.address());
            channel.register(selector, connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT, probe);
            return probe;
        } catch (UnsupportedAddressTypeException e) {
            channel.close();
            throw new IOException("network is unreachable: this machine does not speak the address's protocol", e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Goes on as far as the connection lets it; absent as long as the probe is not over. */
    @Nullable Outcome advance(SelectionKey key, ByteBuffer buffer) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
            }
            if (!ready) {
                int operation = wire.ready();
                if (operation != Wire.NOTHING) {
                    return waiting(key, operation);
                }
                ready = true;
                Outcome refusal = wire.refusal(start.at());
                if (refusal != null || !request.hasRemaining()) {
                    return Objects.requireNonNullElse(refusal, Outcome.CONNECTED);
                }
            }
            if (!sent) {
                int operation = wire.send(request);
                sent = operation == Wire.NOTHING;
                return waiting(key, sent ? SelectionKey.OP_READ : operation);
            }
            return read(buffer);
        } catch (IOException e) {
            return Outcome.of(e);
        }
    }

    private static @Nullable Outcome waiting(SelectionKey key, int operation) {
        key.interestOps(operation);
        return null;
    }

    /** Takes all that came: what TLS has unwrapped already wakes no selector. */
    private @Nullable Outcome read(ByteBuffer buffer) throws IOException {
        while (true) {
            int length = wire.read(buffer.clear());
            if (length <= 0) {
                return length == 0 ? null : answer.end();
            }
            Outcome outcome = answer.take(buffer.flip());
            if (outcome != null) {
                return outcome;
            }
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // a connection that is not needed any more
        }
    }

    Course course() {
        return course;
    }

    Start start() {
        return start;
    }

    /** When it times out. */
    @Override
    public long due() {
        return start.nanos() + course.timeout();
    }

    @Override
    public long id() {
        return id;
    }
}
