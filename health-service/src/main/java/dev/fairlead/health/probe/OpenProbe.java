package dev.fairlead.health.probe;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One probe under way: a connection of its own, one request, as much of the answer as tells pass from fail. */
final class OpenProbe implements Timetable.Entry {

    private final long id;
    private final Course course;
    private final Start start;
    private final SocketChannel channel;
    private final ByteBuffer request;
    private final StatusLine answer = new StatusLine();

    private OpenProbe(long id, Course course, Start start, SocketChannel channel) {
        this.id = id;
        this.course = course;
        this.start = start;
        this.channel = channel;
        this.request = ByteBuffer.wrap(course.request());
    }

    /**
     * How a probe began.
     *
     * @param at by the clock
     * @param nanos the same moment by {@link System#nanoTime()}
     * @param stalled what the prober had stalled in all until then, in nanoseconds
     * @param late whether it began too late to count
     */
    record Start(Instant at, long nanos, long stalled, boolean late) {}

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
            if (request.capacity() == 0) {
                return Outcome.CONNECTED;
            }
            return request.hasRemaining() ? ask(key) : read(buffer);
        } catch (IOException e) {
            return Outcome.of(e);
        }
    }

    private @Nullable Outcome ask(SelectionKey key) throws IOException {
        channel.write(request);
        key.interestOps(request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        return null;
    }

    private @Nullable Outcome read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (channel.read(buffer) < 0) {
            return Outcome.NO_ANSWER;
        }
        return answer.take(buffer.flip());
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
