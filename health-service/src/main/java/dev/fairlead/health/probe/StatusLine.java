package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck.Expectation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads as much of an HTTP/1.x answer as a probe needs: {@code HTTP/1.1 200} (RFC 9112, section 4), in pieces of any size. */
final class StatusLine implements Answer {

    private static final byte[] START = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = 9;
    private static final int LENGTH = 12;

    private final Expectation expected;
    private int read;
    private int status;

    StatusLine(Expectation expected) {
        this.expected = expected;
    }

    @Override
    public @Nullable Outcome take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (!fits(next)) {
                return Outcome.NOT_HTTP;
            }
            if (read >= STATUS_AT) {
                status = status * 10 + next - '0';
            }
            if (++read == LENGTH) {
                return status < 100 ? Outcome.NOT_HTTP : Outcome.ofStatus(status, expected);
            }
        }
        return null;
    }

    private boolean fits(byte next) {
        if (read < START.length) {
            return next == START[read];
        }
        return read == STATUS_AT - 1 ? next == ' ' : next >= '0' && next <= '9';
    }
}
