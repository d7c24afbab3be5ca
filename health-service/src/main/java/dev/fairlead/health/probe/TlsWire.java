package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck.Tls;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** TLS over a connection that does not block. Sessions are resumed by the engine's context, so that most handshakes are short. */
final class TlsWire implements Wire {

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Tls tls;

    /** What came and is not unwrapped yet; filled from its position on. */
    private final ByteBuffer received;

    /** What is wrapped and not sent yet; from its position to its limit. */
    private final ByteBuffer wrapped;

    /** What was unwrapped and not read yet; from its position to its limit. */
    private final ByteBuffer unwrapped;

    private boolean ended;

    TlsWire(SocketChannel channel, SSLEngine engine, Tls tls) throws IOException {
        this.channel = channel;
        this.engine = engine;
        this.tls = tls;
        SSLSession session = engine.getSession();
        this.received = ByteBuffer.allocate(session.getPacketBufferSize());
        this.wrapped = ByteBuffer.allocate(session.getPacketBufferSize()).limit(0);
        this.unwrapped = ByteBuffer.allocate(session.getApplicationBufferSize()).limit(0);
        engine.beginHandshake();
    }

    @Override
    public int ready() throws IOException {
        while (true) {
            if (!flush()) {
                return SelectionKey.OP_WRITE;
            }
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> wrap(NONE);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap() && !receive()) {
                        return SelectionKey.OP_READ;
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return NOTHING;
                }
            }
        }
    }

    @Override
    public @Nullable Outcome refusal(Instant now) throws IOException {
        return ProbeTls.refusal(engine.getSession(), tls, now);
    }

    @Override
    public int send(ByteBuffer data) throws IOException {
        while (flush()) {
            if (!data.hasRemaining()) {
                return NOTHING;
            }
            wrap(data);
        }
        return SelectionKey.OP_WRITE;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!unwrapped.hasRemaining()) {
            if (ended) {
                return -1;
            }
            if (!unwrap() && !receive()) {
                return 0;
            }
            runTasks();
        }
        int length = Math.min(into.remaining(), unwrapped.remaining());
        into.put(unwrapped.slice().limit(length));
        unwrapped.position(unwrapped.position() + length);
        return length;
    }

    private void runTasks() {
        while (engine.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK) {
            engine.getDelegatedTask().run();
        }
    }

    /** Whether nothing is left to be sent. */
    private boolean flush() throws IOException {
        if (wrapped.hasRemaining()) {
            channel.write(wrapped);
        }
        return !wrapped.hasRemaining();
    }

    private void wrap(ByteBuffer data) throws IOException {
        wrapped.clear();
        SSLEngineResult result = engine.wrap(data, wrapped);
        wrapped.flip();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && !wrapped.hasRemaining()) {
            throw new EOFException("connection closed under TLS");
        }
    }

    /** Unwraps one record; false when more has to come first. */
    private boolean unwrap() throws IOException {
        unwrapped.clear();
        received.flip();
        SSLEngineResult result = engine.unwrap(received, unwrapped);
        received.compact();
        unwrapped.flip();
        ended |= result.getStatus() == SSLEngineResult.Status.CLOSED;
        return result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW;
    }

    /** Whether anything came. */
    private boolean receive() throws IOException {
        int length = channel.read(received);
        if (length < 0) {
            if (engine.getHandshakeStatus() != SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING) {
                throw new EOFException("connection closed in the TLS handshake");
            }
            ended = true;
        }
        return length != 0;
    }
}
