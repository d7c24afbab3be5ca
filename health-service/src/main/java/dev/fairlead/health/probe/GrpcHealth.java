package dev.fairlead.health.probe;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code grpc.health.v1.Health/Check} over HTTP/2 with prior knowledge (RFC 9113, section 3.3). All that is to be
 * said is known before, and of the answer only the frames with data matter, so that no header has to be decompressed.
 */
final class GrpcHealth implements Answer {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PATH = "/grpc.health.v1.Health/Check";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int PADDED = 0x8;
    private static final int FRAME_HEADER = 9;

    /** The largest frame before it is negotiated (RFC 9113, section 4.2). */
    private static final int MOST_PAYLOAD = 16_384;

    /** The prefix of a message: whether it is compressed, and its length. */
    private static final int MESSAGE_PREFIX = 5;

    private static final int MOST_MESSAGE = 64;

    private static final Outcome NOT_HTTP2 = new Outcome.Failed("the answer is not HTTP/2");
    private static final Outcome RESET = new Outcome.Failed("the call was reset");
    private static final Outcome GOES_AWAY = new Outcome.Failed("the server goes away");
    private static final Outcome NO_STATUS = new Outcome.Failed("the call ended without a status");
    private static final Outcome[] STATUSES = {
        new Outcome.Failed("UNKNOWN"),
        new Outcome.Passed("SERVING"),
        new Outcome.Failed("NOT_SERVING"),
        new Outcome.Failed("SERVICE_UNKNOWN")
    };

    private final ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
    private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_PREFIX + MOST_MESSAGE);
    private int left;
    private boolean padding;

    /**
     * What to say once connected.
     *
     * @param authority the name that is asked
     * @param service whose health; empty: the whole server's
     * @param secure whether it goes over TLS
     */
    static byte[] request(String authority, String service, boolean secure) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(PREFACE);
        frame(request, SETTINGS, 0, 0, new byte[0]);
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.write(0x83); // :method POST, an entry of the static table (RFC 7541, appendix A), as all below
        headers.write(secure ? 0x87 : 0x86); // :scheme
        literal(headers, 4, PATH); // :path
        literal(headers, 1, authority); // :authority
        literal(headers, 31, "application/grpc"); // content-type
        headers.write(0);
        text(headers, "te");
        text(headers, "trailers");
        frame(request, HEADERS, END_HEADERS, 1, headers.toByteArray());
        frame(request, DATA, END_STREAM, 1, check(service));
        return request.toByteArray();
    }

    private static byte[] check(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (name.length > 0) {
            message.write(0x0a); // field 1, a string
            groupsOfSeven(message, name.length);
            message.writeBytes(name);
        }
        ByteBuffer framed = ByteBuffer.allocate(MESSAGE_PREFIX + message.size());
        framed.put((byte) 0).putInt(message.size()).put(message.toByteArray());
        return framed.array();
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.writeBytes(frame.array());
    }

    /** A header that is not to be remembered, its name by its place in the static table. */
    private static void literal(ByteArrayOutputStream out, int name, String value) {
        integer(out, 4, name);
        text(out, value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        integer(out, 7, bytes.length);
        out.writeBytes(bytes);
    }

    /** RFC 7541, section 5.1, with nothing before the prefix. */
    private static void integer(ByteArrayOutputStream out, int prefix, int value) {
        int full = (1 << prefix) - 1;
        if (value < full) {
            out.write(value);
            return;
        }
        out.write(full);
        groupsOfSeven(out, value - full);
    }

    /** As Protocol Buffers write a number too. */
    private static void groupsOfSeven(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>= 7;
        }
        out.write(rest);
    }

    @Override
    public @Nullable Outcome take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            Outcome outcome = header.hasRemaining() ? takeHeader(bytes) : takePayload(bytes);
            if (outcome != null) {
                return outcome;
            }
        }
        return null;
    }

    private @Nullable Outcome takeHeader(ByteBuffer bytes) {
        header.put(bytes.get());
        if (header.hasRemaining()) {
            return null;
        }
        left = (header.get(0) & 0xff) << 16 | header.getShort(1) & 0xffff;
        if (left > MOST_PAYLOAD) {
            return NOT_HTTP2;
        }
        padding = type() == DATA && (flags() & PADDED) != 0;
        return left == 0 ? endOfFrame() : null;
    }

    private @Nullable Outcome takePayload(ByteBuffer bytes) {
        byte next = bytes.get();
        left--;
        if (padding) {
            padding = false; // how much padding follows: the message ends before it
        } else if (type() == DATA && message.hasRemaining()) {
            message.put(next);
        }
        Outcome status = type() == DATA ? status() : null;
        return status != null || left > 0 ? status : endOfFrame();
    }

    private @Nullable Outcome endOfFrame() {
        int type = type();
        boolean last = (flags() & END_STREAM) != 0;
        header.clear();
        return switch (type) {
            case RST_STREAM -> RESET;
            case GOAWAY -> GOES_AWAY;
            case DATA, HEADERS -> last ? NO_STATUS : null;
            default -> null;
        };
    }

    /** Absent as long as the message is not whole. */
    private @Nullable Outcome status() {
        if (message.position() < MESSAGE_PREFIX) {
            return null;
        }
        int length = message.getInt(1);
        if (message.get(0) != 0 || length < 0 || length > MOST_MESSAGE) {
            return NO_STATUS;
        }
        if (message.position() < MESSAGE_PREFIX + length) {
            return null;
        }
        boolean said = length >= 2 && message.get(MESSAGE_PREFIX) == 0x08; // field 1, a number
        int status = said ? message.get(MESSAGE_PREFIX + 1) : 0;
        return status >= 0 && status < STATUSES.length ? STATUSES[status] : STATUSES[0];
    }

    private int type() {
        return header.get(3);
    }

    private int flags() {
        return header.get(4);
    }
}
