package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A network in CIDR form, {@code 198.51.100.0/24}; the bits after the prefix are cleared. */
public record Network(InetAddress address, int prefix) {

    public Network {
        int bits = address.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix /%d is not between 0 and %d".formatted(prefix, bits));
        }
        address = masked(address, prefix);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Network of(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("'%s' is not a network such as 198.51.100.0/24".formatted(text));
        }
        try {
            return new Network(
                    IpAddresses.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' does not end in a prefix length".formatted(text), e);
        }
    }

    public boolean contains(InetAddress other) {
        return other.getAddress().length == address.getAddress().length
                && masked(other, prefix).equals(address);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - i * 8L, 0, 8);
            bytes[i] &= (byte) (0xff << (8 - kept));
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of %d bytes".formatted(bytes.length), e);
        }
    }

    @JsonValue
    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefix;
    }
}
