package dev.fairlead.health.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection without TLS. */
record PlainWire(SocketChannel channel) implements Wire {

    @Override
    public int ready() {
        return NOTHING;
    }

    @Override
    public int send(ByteBuffer data) throws IOException {
        channel.write(data);
        return data.hasRemaining() ? SelectionKey.OP_WRITE : NOTHING;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }
}
