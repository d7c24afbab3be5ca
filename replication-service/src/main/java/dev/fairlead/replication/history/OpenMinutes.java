package dev.fairlead.replication.history;

import dev.fairlead.contracts.replication.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The minute that goes on for each member. What is found holds until the next look, for a few seconds at most: a look that did not
 * happen is missed. A minute is handed on when it is over.
 *
 * <p>Not safe for use by several threads.
 */
final class OpenMinutes {

    static final Duration HOLDS = Duration.ofSeconds(3);

    private final Consumer<LagSample> store;
    private Map<LagSample.Member, Open> open = new HashMap<>();
    private @Nullable Instant lookedAt;

    /** @param store must return at once */
    OpenMinutes(Consumer<LagSample> store) {
        this.store = store;
    }

    /** @param certain whether a bound was certified when somebody looked last */
    private record Open(LagSample sample, boolean certain) {

        Open lasting(Instant from, Instant until) {
            Instant begin = from.isAfter(sample.at()) ? from : sample.at();
            Instant end = until.isBefore(sample.end()) ? until : sample.end();
            return begin.isBefore(end)
                    ? new Open(sample.lasting(Duration.between(begin, end), certain), certain)
                    : this;
        }

        Open with(Freshness found) {
            Long bound = found.stalenessBoundMs();
            return new Open(sample.with(bound, found.bytesBehind()), bound != null);
        }
    }

    /** @param found all members of all databases */
    void look(Instant now, List<Freshness> found) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        goOn(minute, now);
        Map<LagSample.Member, Freshness> members = found.stream()
                .collect(Collectors.toMap(
                        one -> new LagSample.Member(one.database(), one.dataCenter()), one -> one, (one, same) -> one));
        open.forEach((member, one) -> {
            if (!members.containsKey(member)) {
                handOn(one);
            }
        });
        open.keySet().retainAll(members.keySet());
        members.forEach((member, freshness) -> {
            Open begun = open.getOrDefault(member, new Open(LagSample.begin(member, minute), false));
            open.put(member, begun.with(freshness));
        });
        lookedAt = now;
    }

    /** What was found last holds until now; minutes that are over are handed on. */
    private void goOn(Instant minute, Instant now) {
        Instant from = lookedAt;
        if (from == null) {
            return;
        }
        Instant held = from.plus(HOLDS);
        Instant until = held.isBefore(now) ? held : now;
        Map<LagSample.Member, Open> next = new HashMap<>();
        open.forEach((member, one) -> {
            Open longer = one.lasting(from, until);
            if (!longer.sample().at().equals(minute)) {
                handOn(longer);
                longer = new Open(LagSample.begin(member, minute), one.certain()).lasting(from, until);
            }
            next.put(member, longer);
        });
        open = next;
    }

    private void handOn(Open one) {
        LagSample sample = one.sample();
        if (sample.looked().ms() > 0 || sample.bounds() != null) {
            store.accept(sample);
        }
    }

    /** Hands on what is there of the minute that goes on. */
    void close() {
        open.values().forEach(this::handOn);
        open.clear();
    }
}
