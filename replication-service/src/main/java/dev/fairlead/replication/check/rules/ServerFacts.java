package dev.fairlead.replication.check.rules;

import dev.fairlead.replication.timeline.Branch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a server said of itself, as far as the role that asked may see it.
 *
 * @param slots of this server, which keep its log for others
 * @param standbys that receive from this server
 * @param logical asked only where every member writes
 */
public record ServerFacts(
        Server server, Role role, Settings settings, List<Slot> slots, List<Standby> standbys, Logical logical)
        implements Reading {

    public ServerFacts {
        slots = List.copyOf(slots);
        standbys = List.copyOf(standbys);
    }

    public ServerFacts(Server server, Role role, Settings settings, List<Slot> slots, List<Standby> standbys) {
        this(server, role, settings, slots, standbys, new Logical(List.of(), List.of(), List.of(), List.of()));
    }

    /**
     * What it publishes and subscribes to.
     *
     * @param published tables
     * @param unidentified those of them whose rows an update or delete cannot name
     */
    public record Logical(
            List<Subscription> subscriptions,
            List<String> published,
            List<String> unidentified,
            List<Sequence> sequences) {

        public Logical {
            subscriptions = List.copyOf(subscriptions);
            published = List.copyOf(published);
            unidentified = List.copyOf(unidentified);
            sequences = List.copyOf(sequences);
        }
    }

    /** @param origin of which changes it gets: any, or none but those first made at its publisher */
    public record Subscription(String name, String slot, boolean enabled, String origin) {}

    /** Which numbers it gives: each increment from the start on, within the bounds. */
    public record Sequence(String name, long start, long increment, long least, long most) {

        /** Whether both give a number that is the same. */
        boolean overlaps(Sequence other) {
            long common = gcd(Math.abs(increment), Math.abs(other.increment));
            return least <= other.most && other.least <= most && Math.floorMod(start - other.start, common) == 0;
        }

        private static long gcd(long a, long b) {
            return b == 0 ? a : gcd(b, a % b);
        }
    }

    boolean primary() {
        return !server.recovering();
    }

    /** Whether what it said of receivers and standbys is all there is. */
    boolean complete() {
        return role.rights().contains(Right.MONITOR);
    }

    /**
     * Which server it is.
     *
     * @param receiving whether it is connected to another one that sends it the log
     */
    public record Server(boolean recovering, boolean receiving, Branch branch, Version version) {}

    /**
     * Of PostgreSQL.
     *
     * @param number as {@code server_version_num}, such as 150018
     * @param text as people write it, such as 15.18
     */
    public record Version(int number, String text) {

        public int major() {
            return number / 10_000;
        }
    }

    /** Who asked. */
    public record Role(String name, boolean superuser, Set<Right> rights) {

        public Role {
            rights = Set.copyOf(rights);
        }
    }

    /**
     * The server's settings.
     *
     * @param values numbers in the units of {@code pg_settings}; of {@code primary_conninfo}, which may hold a password, only
     *     whether there is one
     * @param fixed those that stand on the command line, against which {@code ALTER SYSTEM} does nothing
     * @param weakCommits who gets another {@code synchronous_commit} than the server's, one that waits for less
     */
    public record Settings(Map<String, String> values, Set<String> fixed, List<String> weakCommits) {

        public Settings {
            values = Map.copyOf(values);
            fixed = Set.copyOf(fixed);
            weakCommits = List.copyOf(weakCommits);
        }

        boolean is(String name, String value) {
            return value.equals(values.get(name));
        }

        Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name));
        }

        Optional<Long> number(String name) {
            return value(name).map(Long::valueOf);
        }
    }

    /**
     * A replication slot.
     *
     * @param walStatus as {@code pg_replication_slots} has it; {@code none}: it keeps nothing yet
     * @param heldBytes of the log that would be gone without it
     */
    public record Slot(String name, boolean physical, boolean active, String walStatus, long heldBytes) {}

    /**
     * Somebody who receives the log.
     *
     * @param slot whether a slot keeps it while he is away
     */
    public record Standby(String applicationName, boolean slot) {}
}
