package dev.fairlead.gateway.haproxy;

import java.time.Instant;
import java.util.Optional;

/**
 * Where an application's writes go, as the map has it: {@code <backend>/<seconds since 1970>}. HAProxy refuses them when
 * that time is over, and where there is no entry.
 */
record WriteEntry(String backend, long untilSeconds) {

    /** Until told otherwise: the end of the year 9999. */
    static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    static WriteEntry until(String backend, Instant end) {
        return new WriteEntry(backend, end.getEpochSecond());
    }

    static Optional<WriteEntry> parse(String text) {
        String[] parts = text.split("/");
        return parts.length == 2 && parts[1].matches("\\d{1,18}")
                ? Optional.of(new WriteEntry(parts[0], Long.parseLong(parts[1])))
                : Optional.empty();
    }

    boolean open(Instant now) {
        return untilSeconds > now.getEpochSecond();
    }

    @Override
    public String toString() {
        return backend + "/" + untilSeconds;
    }
}
