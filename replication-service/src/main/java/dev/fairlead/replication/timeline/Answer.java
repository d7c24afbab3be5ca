package dev.fairlead.replication.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a member of a database said when it was read. */
public sealed interface Answer {

    /** The history that the member follows. */
    Branch branch();

    /**
     * It accepts writes.
     *
     * @param askedAt before the question was sent, by a clock that never goes back
     * @param written up to where its log was written
     */
    record Primary(Branch branch, Instant askedAt, Lsn written) implements Answer {}

    /**
     * It accepts writes, as others of its database do, which it sends to them and gets from them.
     *
     * @param askedAt before the question was sent, by a clock that never goes back
     * @param written up to where its log was written
     * @param sends its logical slots
     * @param receives its subscriptions
     */
    record Writer(Branch branch, Instant askedAt, Lsn written, List<Slot> sends, List<Subscription> receives)
            implements Answer {

        public Writer {
            sends = List.copyOf(sends);
            receives = List.copyOf(receives);
        }

        /** @param confirmed up to where the subscriber has all */
        public record Slot(String name, boolean active, Lsn confirmed) {}

        /**
         * @param slot that it uses on the server it subscribed to
         * @param conflicts of what it got with what it had, by kind; absent: its server does not count them
         */
        public record Subscription(
                String slot, boolean enabled, @Nullable Map<String, Long> conflicts) {}
    }

    /**
     * It replays a primary's log.
     *
     * @param replayed up to where; all before it is visible to readers
     */
    record Replica(Branch branch, Lsn replayed) implements Answer {}
}
