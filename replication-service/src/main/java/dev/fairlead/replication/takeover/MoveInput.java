package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.timeline.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A move of a primary as it is stored with its run.
 *
 * @param spec of the database when the run began: a change of it concerns the next one
 * @param from where the primary is, or was
 * @param last what was read of it last; absent: nothing was since the service started
 */
record MoveInput(
        DatabaseName database, DatabaseSpec spec, DataCenterName from, Finding.@Nullable Basis last, Wish wish) {

    /**
     * What was asked for.
     *
     * @param to absent: whoever has the most
     * @param acceptLoss whether an operator accepted beforehand whatever may be lost
     */
    record Wish(@Nullable DataCenterName to, boolean acceptLoss, Cause cause) {}

    /** Why the primary moves. */
    enum Cause {
        /** It was found to be lost. */
        FOUND,
        /** An operator says that it is lost. */
        ORDERED,
        /** It is well and is to be elsewhere. */
        PLANNED
    }

    boolean synchronous() {
        return spec.synchronous() != null;
    }

    /** Whether one cut separates all that there is of the database. */
    boolean isPair() {
        return spec.members().size() <= 2;
    }

    /** All members but the primary. */
    List<DataCenterName> standbys() {
        return spec.members().stream()
                .map(DatabaseSpec.Member::dataCenter)
                .filter(member -> !member.equals(from))
                .toList();
    }

    EndpointAddress address(DataCenterName member) {
        return spec.members().stream()
                .filter(one -> one.dataCenter().equals(member))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no member".formatted(member)))
                .address();
    }
}
