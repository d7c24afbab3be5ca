package dev.fairlead.health.probe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The bytes of one non-blocking connection, as they are or under TLS. Confined to the prober's thread. */
interface Wire {

    /** No operation is waited for. */
    int NOTHING = 0;

    /**
     * Goes on until data can be sent.
     *
     * @return the operation of {@link SelectionKey} to wait for; {@link #NOTHING}: data can be sent
     */
    int ready() throws IOException;

    /** What is wrong with the other side, once data can be sent; absent: nothing. */
    default @Nullable Outcome refusal(Instant now) throws IOException {
        return null;
    }

    /**
     * Sends as much as the connection takes.
     *
     * @return the operation to wait for; {@link #NOTHING}: all was sent
     */
    int send(ByteBuffer data) throws IOException;

    /**
     * Reads what came.
     *
     * @return how many bytes, which may be none; -1: there will be no more
     */
    int read(ByteBuffer into) throws IOException;
}
