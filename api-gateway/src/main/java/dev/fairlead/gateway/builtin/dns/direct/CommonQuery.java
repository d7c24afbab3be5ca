package dev.fairlead.gateway.builtin.dns.direct;

import java.util.Arrays;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Type;

/**
 * A query as resolvers commonly send it, read where it lies: one question of class IN, and behind it nothing or an OPT record that
 * has no other options than one client subnet and one cookie. Whatever else a query may be, valid or not, it is not common.
 * Reads one after the other, so that nothing is made for each.
 */
final class CommonQuery {

    static final int HEADER = 12;

    private static final int MAX_NAME = 255;
    private static final int AD_CD = 0x30;
    private static final int OPT_FIXED = 11;
    private static final int DO = 0x80;
    private static final int WITHOUT_EDNS = 512;

    private byte[] packet = {};
    private int type;
    /** In lower case. */
    private final byte[] name = new byte[MAX_NAME];

    private int nameLength;
    private int nameHash;
    private int opt;
    private int cookie;
    private final Subnet subnet = new Subnet();

    /** Whether it is one; only then the others may be asked. */
    boolean read(byte[] bytes, int length) {
        packet = bytes;
        return length > HEADER && commonHeader() && readQuestion(length) && readOpt(length);
    }

    private boolean commonHeader() {
        return (packet[2] & 0xfe) == 0 // neither a response nor cut, of opcode QUERY; recursion may be desired
                && (packet[3] & ~AD_CD) == 0
                && number(packet, 4) == 1
                && number(packet, 6) == 0
                && number(packet, 8) == 0
                && number(packet, 10) <= 1;
    }

    private boolean readQuestion(int length) {
        int most = Math.min(MAX_NAME, length - HEADER);
        int hash = 0;
        int labelEnd = 0;
        for (int i = 0; i < most; i++) {
            int octet = packet[HEADER + i];
            if (i == labelEnd) {
                if (octet == 0) {
                    name[i] = 0;
                    nameLength = i + 1;
                    nameHash = hash;
                    return readType(length);
                }
                if (octet < 0 || octet > 63) {
                    return false;
                }
                labelEnd = i + 1 + octet;
            } else if (octet >= 'A' && octet <= 'Z') {
                octet += 'a' - 'A';
            }
            name[i] = (byte) octet;
            hash = 31 * hash + octet;
        }
        return false;
    }

    private boolean readType(int length) {
        int at = HEADER + nameLength;
        if (at + 4 > length || number(packet, at + 2) != DClass.IN) {
            return false;
        }
        type = number(packet, at);
        return true;
    }

    private boolean readOpt(int length) {
        subnet.clear();
        cookie = 0;
        opt = 0;
        int end = questionEnd();
        if (number(packet, 10) == 0) {
            return end == length;
        }
        opt = end;
        boolean common = end + OPT_FIXED <= length
                && packet[end] == 0
                && number(packet, end + 1) == Type.OPT
                && number(packet, end + 5) == 0 // neither extended rcode nor version
                && (number(packet, end + 7) & ~(DO << 8)) == 0
                && end + OPT_FIXED + number(packet, end + 9) == length;
        return common && readOptions(end + OPT_FIXED, length);
    }

    private boolean readOptions(int from, int end) {
        int at = from;
        while (at < end) {
            if (at + 4 > end) {
                return false;
            }
            int data = at + 4;
            int length = number(packet, at + 2);
            at = data + length;
            boolean common = at <= end
                    && switch (number(packet, data - 4)) {
                        case EDNSOption.Code.CLIENT_SUBNET -> !subnet.present() && subnet.read(packet, data, length);
                        case EDNSOption.Code.COOKIE -> readCookie(data, length);
                        default -> false;
                    };
            if (!common) {
                return false;
            }
        }
        return true;
    }

    /** The client's half, and ours with it or not. */
    private boolean readCookie(int data, int length) {
        boolean first = cookie == 0;
        cookie = data;
        return first && (length == 8 || length >= 16 && length <= 40);
    }

    byte[] packet() {
        return packet;
    }

    int type() {
        return type;
    }

    int questionEnd() {
        return HEADER + nameLength + 4;
    }

    /** Of the name, as {@link #hash(byte[])}. */
    int hash() {
        return nameHash;
    }

    /** @param other a name in lower case */
    static int hash(byte[] other) {
        int hash = 0;
        for (int i = 0; i < other.length - 1; i++) {
            hash = 31 * hash + other[i];
        }
        return hash;
    }

    /** @param other in lower case */
    boolean asksFor(byte[] other) {
        return Arrays.equals(name, 0, nameLength, other, 0, other.length);
    }

    boolean recursionDesired() {
        return (packet[2] & 1) != 0;
    }

    boolean edns() {
        return opt != 0;
    }

    boolean dnssec() {
        return (packet[opt + 7] & DO) != 0;
    }

    /** How many bytes its sender takes at least. */
    int payload() {
        return opt == 0 ? WITHOUT_EDNS : Math.max(WITHOUT_EDNS, number(packet, opt + 3));
    }

    Subnet subnet() {
        return subnet;
    }

    /** Where the client's half of the cookie is; 0: nowhere. */
    int cookie() {
        return cookie;
    }

    static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
