package dev.fairlead.benchmarks.takeover;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What servers acknowledged while a primary moved. Pure. */
record WrittenNumbers(List<Acknowledged> all) {

    WrittenNumbers {
        all = all.stream().sorted(Comparator.comparingLong(Acknowledged::at)).toList();
    }

    /** The first that was acknowledged elsewhere from that moment on. */
    Optional<Acknowledged> firstElsewhere(int oldPort, long from) {
        return all.stream()
                .filter(one -> one.port() != oldPort && one.at() >= from)
                .findFirst();
    }

    /** The last that the old primary acknowledged before that moment. */
    Optional<Acknowledged> lastAt(int oldPort, long before) {
        return all.stream()
                .filter(one -> one.port() == oldPort && one.at() < before)
                .reduce((earlier, later) -> later);
    }

    /** How many any other acknowledged after the new primary's first. */
    long overlapping(Acknowledged first) {
        return all.stream()
                .filter(one -> one.port() != first.port() && one.at() > first.at())
                .count();
    }

    /** How many of them a server does not hold. */
    long missing(Set<Integer> held) {
        Set<Integer> numbers = all.stream().map(Acknowledged::number).collect(Collectors.toSet());
        numbers.removeAll(held);
        return numbers.size();
    }
}
