package dev.fairlead.health.probe;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What an endpoint says to one probe, read in pieces of any size until it tells pass from fail. */
interface Answer {

    /** Takes the next bytes; absent as long as more are needed. */
    @Nullable Outcome take(ByteBuffer bytes);

    /** There will be no more bytes. */
    default Outcome end() {
        return Outcome.NO_ANSWER;
    }
}
