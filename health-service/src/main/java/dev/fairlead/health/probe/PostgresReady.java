package dev.fairlead.health.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a PostgreSQL server accepts connections, asked as pg_isready does: somebody begins to log in, and what the server
 * says before it asks for a password tells. Nobody's password is needed.
 */
final class PostgresReady implements Answer {

    private static final int PROTOCOL = 3 << 16;
    private static final int PREFIX = 5;
    private static final int MOST = 8_192;

    /** SQLSTATEs of a server that accepts nobody now: starting or stopping, no room, out of memory, lost its storage. */
    private static final Set<String> REJECTING = Set.of("57P03", "57P01", "57P02", "53300", "53200", "53100", "58030");

    private static final Outcome ACCEPTS = new Outcome.Passed("accepts connections");
    private static final Outcome NOT_POSTGRESQL = new Outcome.Failed("the answer is not PostgreSQL's");

    private final ByteBuffer said = ByteBuffer.allocate(MOST);

    /** What to say once connected (PostgreSQL's documentation, Message Formats: StartupMessage). */
    static byte[] request() {
        byte[] parameters = "user\0fairlead\0database\0postgres\0application_name\0fairlead\0\0"
                .getBytes(StandardCharsets.US_ASCII);
        int length = 2 * Integer.BYTES + parameters.length;
        return ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(PROTOCOL)
                .put(parameters)
                .array();
    }

    @Override
    public @Nullable Outcome take(ByteBuffer bytes) {
        while (bytes.hasRemaining() && said.hasRemaining()) {
            said.put(bytes.get());
        }
        return switch (said.get(0)) {
            case 'R', 'v' -> ACCEPTS;
            case 'E' -> refusal();
            default -> NOT_POSTGRESQL;
        };
    }

    private @Nullable Outcome refusal() {
        if (said.position() < PREFIX) {
            return null;
        }
        int end = 1 + said.getInt(1);
        if (end < PREFIX || end > MOST) {
            return NOT_POSTGRESQL;
        }
        if (said.position() < end) {
            return null;
        }
        String state = "";
        String text = "refused";
        String[] fields = new String(said.array(), PREFIX, end - PREFIX, StandardCharsets.UTF_8).split("\0");
        for (String field : fields) {
            if (field.startsWith("C")) {
                state = field.substring(1);
            } else if (field.startsWith("M")) {
                text = field.substring(1);
            }
        }
        return REJECTING.contains(state) ? new Outcome.Failed(text) : ACCEPTS;
    }
}
