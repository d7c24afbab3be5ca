package dev.fairlead.gateway.builtin.dns.guard;

import java.util.HexFormat;

/** A secret of 128 bits, by which server cookies are made. */
public record CookieKey(long low, long high) {

    private static final int BYTES = 16;

    /** @param bytes 16 of them */
    public static CookieKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a cookie secret has %d bytes, not %d".formatted(BYTES, bytes.length));
        }
        return new CookieKey(SipHash.word(bytes, 0, 8), SipHash.word(bytes, 8, 8));
    }

    /** @param hex 32 digits, as BIND and Knot write it */
    public static CookieKey of(String hex) {
        try {
            return of(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a cookie secret is 32 hexadecimal digits", e); // without the secret
        }
    }

    @Override
    public String toString() {
        return "CookieKey";
    }
}
