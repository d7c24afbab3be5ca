package dev.fairlead.health.probe;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, the earliest first. Times are those of {@link System#nanoTime()}, of which only differences mean
 * something. An entry's time may change only while it is not in here.
 */
final class Timetable<E extends Timetable.Entry> {

    private final TreeSet<E> entries = new TreeSet<>((a, b) -> {
        int byTime = Long.compare(a.due() - b.due(), 0);
        return byTime != 0 ? byTime : Long.compare(a.id(), b.id());
    });

    void add(E entry) {
        entries.add(entry);
    }

    void remove(E entry) {
        entries.remove(entry);
    }

    /** Takes out the earliest that is due now. */
    @Nullable E poll(long now) {
        if (entries.isEmpty() || entries.first().due() - now > 0) {
            return null;
        }
        return entries.pollFirst();
    }

    /** Nanoseconds until the earliest is due, from 0 to {@code most}. */
    long untilNext(long now, long most) {
        return entries.isEmpty() ? most : Math.clamp(entries.first().due() - now, 0, most);
    }

    /** What stands in a timetable. */
    interface Entry {

        long due();

        /** Told apart by it when due at the same time. */
        long id();
    }
}
