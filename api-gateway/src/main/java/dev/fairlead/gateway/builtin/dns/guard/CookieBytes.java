package dev.fairlead.gateway.builtin.dns.guard;

/**
 * Finds the cookie in the bytes of a query, without making anything of the rest: this comes before the decision whether the
 * query is worth reading at all.
 */
public final class CookieBytes {

    private static final int NONE = -1;
    private static final int HEADER = 12;
    private static final int OPT = 41;
    private static final int COOKIE = 10;

    private CookieBytes() {}

    /**
     * Where the data of the first cookie option begins, with its length in the two bytes before; negative: there is none, or
     * the packet is malformed.
     *
     * @param length how many of the packet's bytes count
     */
    public static int in(byte[] packet, int length) {
        if (length < HEADER) {
            return NONE;
        }
        int at = HEADER;
        for (int questions = number(packet, 4); questions > 0 && at != NONE; questions--) {
            at = within(afterName(packet, at, length), 4, length);
        }
        for (int records = number(packet, 6) + number(packet, 8); records > 0 && at != NONE; records--) {
            at = afterRecord(packet, afterName(packet, at, length), length);
        }
        for (int records = number(packet, 10); records > 0 && at != NONE; records--) {
            int fixed = afterName(packet, at, length);
            at = afterRecord(packet, fixed, length);
            if (at != NONE && number(packet, fixed) == OPT) {
                return option(packet, fixed + 10, at);
            }
        }
        return NONE;
    }

    /** How long the option is whose data begins there. */
    static int length(byte[] packet, int at) {
        return number(packet, at - 2);
    }

    private static int option(byte[] packet, int from, int end) {
        int at = from;
        while (at + 4 <= end) {
            int next = at + 4 + number(packet, at + 2);
            if (next > end) {
                return NONE;
            }
            if (number(packet, at) == COOKIE) {
                return at + 4;
            }
            at = next;
        }
        return NONE;
    }

    private static int afterName(byte[] packet, int from, int length) {
        int at = from;
        while (at < length) {
            int label = packet[at] & 0xff;
            if (label == 0) {
                return at + 1;
            }
            if (label >= 0xc0) {
                return at + 2;
            }
            if (label >= 0x40) {
                return NONE;
            }
            at += 1 + label;
        }
        return NONE;
    }

    /** @param from behind the record's name */
    private static int afterRecord(byte[] packet, int from, int length) {
        int data = within(from, 10, length);
        return data == NONE ? NONE : within(data, number(packet, data - 2), length);
    }

    private static int within(int from, int bytes, int length) {
        return from == NONE || from + bytes > length ? NONE : from + bytes;
    }

    private static int number(byte[] packet, int at) {
        return (packet[at] & 0xff) << 8 | packet[at + 1] & 0xff;
    }
}
