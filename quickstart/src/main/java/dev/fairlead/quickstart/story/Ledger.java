package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What users were told of their numbered orders. An order that was not acknowledged is repeated under its number. */
final class Ledger {

    private final List<Entry> acknowledged = new ArrayList<>();

    /**
     * An order that was acknowledged.
     *
     * @param by the data center that answered
     */
    record Entry(long number, Instant at, DataCenterName by) {}

    synchronized void acknowledged(Entry entry) {
        acknowledged.add(entry);
    }

    synchronized int size() {
        return acknowledged.size();
    }

    /** The last order that a data center acknowledged. */
    synchronized Optional<Entry> lastBy(DataCenterName dataCenter) {
        return acknowledged.reversed().stream()
                .filter(entry -> entry.by().equals(dataCenter))
                .findFirst();
    }

    /** The first order that was acknowledged after a moment by such a data center. */
    synchronized Optional<Entry> firstSince(Instant moment, Predicate<DataCenterName> by) {
        return acknowledged.stream()
                .filter(entry -> entry.at().isAfter(moment) && by.test(entry.by()))
                .findFirst();
    }

    /** The numbers that were acknowledged until now. */
    synchronized List<Long> numbers() {
        return acknowledged.stream().map(Entry::number).toList();
    }

    /** Whether all orders of these numbers were acknowledged after a moment. */
    synchronized boolean allSince(Instant moment, Set<Long> numbers) {
        return acknowledged.stream()
                .filter(entry -> numbers.contains(entry.number()))
                .allMatch(entry -> entry.at().isAfter(moment));
    }

    /**
     * What was acknowledged and is not there.
     *
     * @param promised numbers that were acknowledged
     * @param present numbers that were read after the last of them was
     */
    static SortedSet<Long> missing(List<Long> promised, Set<Long> present) {
        SortedSet<Long> missing = new TreeSet<>(promised);
        missing.removeAll(present);
        return missing;
    }

    /** Nothing that was acknowledged is missing at the primary. */
    static Expectation nothingLost(List<Long> promised, Set<Long> present, DataCenterName primary) {
        SortedSet<Long> lost = missing(promised, present);
        String which = lost.isEmpty() ? "" : ", of numbers %s".formatted(lost);
        return new Expectation(
                lost.isEmpty() && !promised.isEmpty(),
                "%d of %d acknowledged orders are lost%s (read at the primary in %s)"
                        .formatted(lost.size(), promised.size(), which, primary));
    }
}
