package dev.fairlead.replication.timeline;

import org.jspecify.annotations.Nullable;

/**
 * A position in a PostgreSQL server's write-ahead log, in bytes from its beginning; written as two hexadecimal halves,
 * {@code 0/66CC000}. Only positions of one {@link Branch} can be compared.
 */
public record Lsn(long bytes) implements Comparable<Lsn> {

    public static Lsn parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 1 || slash > 8 || text.length() - slash < 2 || text.length() - slash > 9) {
            throw notOne(text, null);
        }
        try {
            long high = Integer.parseUnsignedInt(text, 0, slash, 16);
            long low = Integer.parseUnsignedInt(text, slash + 1, text.length(), 16);
            return new Lsn(high << 32 | Integer.toUnsignedLong((int) low));
        } catch (NumberFormatException e) {
            throw notOne(text, e);
        }
    }

    private static IllegalArgumentException notOne(String text, @Nullable NumberFormatException cause) {
        return new IllegalArgumentException("'%s' is not a log position such as 0/66CC000".formatted(text), cause);
    }

    /** Bytes from the other position to this one; 0 when this one is not ahead. */
    public long bytesAheadOf(Lsn other) {
        return isAfter(other) ? bytes - other.bytes : 0;
    }

    public boolean isAfter(Lsn other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(bytes >>> 32, bytes & 0xFFFF_FFFFL);
    }
}
