package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.ModeReason;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an application can do in a data center: read and write, read, or nothing. It reads where users are sent or could be, and writes there
 * unless an order forbids it or writes have nowhere to go.
 */
record Modes(Situation situation, WriteRoute route) {

    static final String WRITABLE = "WRITABLE";

    /** @param reason absent: the state says it all, and the mode began with it */
    record Decided(ServingMode mode, @Nullable ModeReason reason) {}

    /**
     * @param available whether it serves, or gets users all the same
     * @param stateSince when the state of the data center began
     */
    Decided of(Candidate candidate, boolean available, Instant stateSince) {
        if (!available) {
            return new Decided(ServingMode.UNAVAILABLE, null);
        }
        WriteRoute.Closed why = closedIn(candidate.dataCenter());
        ServingMode mode = why == null ? ServingMode.READ_WRITE : ServingMode.READ_ONLY;
        Instant since = since(mode, candidate.before());
        if (why != null) {
            return new Decided(mode, new ModeReason(why.code(), why.reason(), since));
        }
        if (route.writers() != null) {
            return new Decided(
                    mode, new ModeReason(WriteRoute.OWN_WRITER, "its own database takes writes, as others do", since));
        }
        return new Decided(
                mode,
                since.equals(stateSince)
                        ? null
                        : new ModeReason(WRITABLE, "neither an order nor the database keeps writes out", since));
    }

    private WriteRoute.@Nullable Closed closedIn(DataCenterName dataCenter) {
        RoutingOverride order = ReadOnlyOrder.in(dataCenter, situation);
        Set<DataCenterName> writers = route.writers();
        if (order == null && writers != null) {
            return writers.contains(dataCenter)
                    ? null
                    : new WriteRoute.Closed(
                            WriteRoute.NO_OWN_WRITER, "no database that takes writes answers in " + dataCenter);
        }
        return order == null
                ? route.closed()
                : new WriteRoute.Closed(ReadOnlyOrder.CODE, ReadOnlyOrder.sentence(order));
    }

    private Instant since(ServingMode mode, @Nullable Standing before) {
        if (before == null || before.mode() != mode) {
            return situation.now();
        }
        ModeReason reason = before.modeReason();
        return reason == null ? before.since() : reason.since();
    }
}
