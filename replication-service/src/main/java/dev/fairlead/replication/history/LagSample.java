package dev.fairlead.replication.history;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How stale one member was in a minute, or in an hour that was made of minutes.
 *
 * @param at its beginning
 * @param looked for how long somebody looked; the rest was missed
 * @param bounds absent: nothing was certified
 * @param bytes the most that it was behind; absent: that was never known
 */
record LagSample(
        Member member,
        Instant at,
        Length length,
        Looked looked,
        @Nullable Bounds bounds,
        @Nullable Long bytes) {

    /** A member of a database. */
    record Member(DatabaseName database, DataCenterName dataCenter) {}

    /** What time a sample stands for. */
    enum Length {
        MINUTE(1),
        HOUR(60);

        private final int minutes;

        Length(int minutes) {
            this.minutes = minutes;
        }

        int minutes() {
            return minutes;
        }

        Duration time() {
            return Duration.ofMinutes(minutes);
        }

        static Length ofMinutes(int minutes) {
            return minutes == MINUTE.minutes ? MINUTE : HOUR;
        }
    }

    /**
     * @param ms in which somebody looked
     * @param unknownMs of them: nothing was certified
     */
    record Looked(long ms, long unknownMs) {

        static final Looked NEVER = new Looked(0, 0);

        Looked plus(Duration time, boolean certain) {
            return new Looked(ms + time.toMillis(), unknownMs + (certain ? 0 : time.toMillis()));
        }
    }

    /** Staleness bounds in milliseconds. */
    record Bounds(long least, long most, long last) {

        static Bounds of(long only) {
            return new Bounds(only, only, only);
        }

        Bounds then(long next) {
            return new Bounds(Math.min(least, next), Math.max(most, next), next);
        }
    }

    static LagSample begin(Member member, Instant minute) {
        return new LagSample(member, minute, Length.MINUTE, Looked.NEVER, null, null);
    }

    Instant end() {
        return at.plus(length.time());
    }

    /** The same, looked at for longer. */
    LagSample lasting(Duration time, boolean certain) {
        return new LagSample(member, at, length, looked.plus(time, certain), bounds, bytes);
    }

    /** The same with what is found now. */
    LagSample with(@Nullable Long bound, @Nullable Long bytesBehind) {
        return new LagSample(member, at, length, looked, bounds(bound), most(bytesBehind));
    }

    private @Nullable Bounds bounds(@Nullable Long bound) {
        if (bound == null) {
            return bounds;
        }
        return bounds == null ? Bounds.of(bound) : bounds.then(bound);
    }

    private @Nullable Long most(@Nullable Long bytesBehind) {
        if (bytesBehind == null) {
            return bytes;
        }
        return bytes == null ? bytesBehind : Long.valueOf(Math.max(bytes, bytesBehind));
    }
}
