package dev.fairlead.contracts.traffic;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.replication.PrimaryMove;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write would come to, decided on the evidence of this moment.
 *
 * @param result what the write would answer; absent: nothing
 * @param changes the applications whose plans would be others
 * @param hits the safety rules that it would break; it is refused unless it overrules them by name
 * @param planHash the write may carry it, and is refused when it would come to something else by then
 * @param primaries of an evacuation: the primaries that it moves, in the order in which they go; absent: it moves none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preview<T>(
        @Nullable T result,
        List<Change> changes,
        List<Hit> hits,
        String planHash,
        @Nullable List<PrimaryMove> primaries) {

    public Preview {
        changes = List.copyOf(changes);
        hits = List.copyOf(hits);
        primaries = primaries == null ? null : List.copyOf(primaries);
    }

    /** Of what moves no primary. */
    public Preview(@Nullable T result, List<Change> changes, List<Hit> hits, String planHash) {
        this(result, changes, hits, planHash, null);
    }

    /**
     * One application.
     *
     * @param movedPercent how many of its users go to another data center
     * @param before absent: it is new
     * @param after absent: it would be gone
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            ApplicationName application,
            double movedPercent,
            @Nullable RoutingPlan before,
            @Nullable RoutingPlan after) {}

    /**
     * A safety rule that would be broken.
     *
     * @param application absent: it is about the whole fleet
     * @param detail with the figures
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Hit(Rule rule, @Nullable ApplicationName application, String detail) {}

    /** What a change may break only by name. */
    public enum Rule {
        /** What a newer version knows, and this one does not. */
        @JsonEnumDefaultValue
        OTHER,
        /** Fewer data centers would get users than {@code safety.minimumDataCenters}. */
        MINIMUM_DATA_CENTERS,
        /** Less capacity would be left than {@code safety.minimumCapacityPercent}. */
        MINIMUM_CAPACITY,
        /** More users would be moved at once than {@code safety.mostMovedPercent}. */
        MOST_MOVED,
        /** With what moved within the last minute, more than {@code safety.mostMovedPerMinutePercent}. */
        MOST_MOVED_PER_MINUTE,
        /** A data center would get more than its limit, and nobody has room. */
        OVERLOAD,
        /** Another data center is drained of all applications already, or is being evacuated. */
        TWO_EVACUATIONS,
        /** An override in force would lose what it is about. */
        OVERRIDE_IN_FORCE,
        /** A database's primary would be left behind in a data center that is evacuated. */
        PRIMARY_STAYS
    }
}
