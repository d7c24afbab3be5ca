package dev.fairlead.traffic.uptime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time during which the same part of the users was unserved.
 *
 * @param to exclusive
 * @param reason that it began with
 */
record Span(Instant from, Instant to, int basisPoints, String reason) {

    /**
     * Spans without overlaps, newest first, the last one until now. A later decision is right about all time after it: where the
     * clock was set back, time that was counted twice counts as the later decisions have it, and no span is shorter than nothing.
     */
    static List<Span> of(List<Change> changes, Instant now) {
        List<Change> newestFirst = new ArrayList<>(changes);
        newestFirst.sort(Comparator.comparingLong(Change::epoch).reversed());
        List<Span> spans = new ArrayList<>();
        Instant end = now;
        for (Change change : newestFirst) {
            if (!change.at().isBefore(end)) {
                continue;
            }
            Span after = spans.isEmpty() ? null : spans.getLast();
            if (after != null && after.basisPoints() == change.basisPoints()) {
                spans.removeLast();
                spans.add(new Span(change.at(), after.to(), change.basisPoints(), change.reason()));
            } else {
                spans.add(new Span(change.at(), end, change.basisPoints(), change.reason()));
            }
            end = change.at();
        }
        return spans;
    }

    /** Milliseconds of it between two moments, times basis points of users. */
    long lost(Instant since, Instant until) {
        Instant begin = from.isAfter(since) ? from : since;
        Instant end = to.isBefore(until) ? to : until;
        return begin.isBefore(end) ? Duration.between(begin, end).toMillis() * basisPoints : 0;
    }
}
