package dev.fairlead.gateway.choice;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a plan sends the requests that may change something. */
public sealed interface Writes {

    /** The methods that change nothing (RFC 9110, section 9.2.1); all others write. */
    List<String> SAFE_METHODS = List.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** How long a client whose write is refused is told to wait: about what a takeover takes. */
    int RETRY_AFTER_SECONDS = 5;

    /** Says beside that why the request is refused: {@code READ_ONLY} for a write. */
    String REASON_HEADER = "Fairlead-Reason";

    /** The application has no database of its own: like all others. */
    record LikeReads() implements Writes {}

    /**
     * The application has no database of its own, and takes no writes in some data centers: like all others, past those.
     *
     * @param readOnly never empty, and not all that serve
     */
    record PastReadOnly(Set<DataCenterName> readOnly) implements Writes {

        public PastReadOnly {
            readOnly = Set.copyOf(readOnly);
        }
    }

    /**
     * To the primary's data center alone, also while it gets no readers: nobody else could take them.
     *
     * @param standing of that data center; it is not down and has endpoints
     */
    record ToPrimary(Standing standing) implements Writes {}

    /** Refused until there is a primary that can be reached, and no order that forbids them. */
    record Refused() implements Writes {}

    static Writes of(RoutingPlan plan) {
        if (plan.writeRoute() == null) {
            return withoutRoute(plan);
        }
        Optional<Writes> primary = plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(plan.writeRoute()))
                .filter(standing -> standing.state() != Standing.State.DOWN
                        && !standing.endpoints().isEmpty())
                .findFirst()
                .map(ToPrimary::new);
        return primary.orElseGet(Refused::new);
    }

    private static Writes withoutRoute(RoutingPlan plan) {
        if (plan.standings().stream().noneMatch(standing -> standing.mode() == ServingMode.READ_WRITE)) {
            return new Refused();
        }
        Set<DataCenterName> readOnly = plan.standings().stream()
                .filter(standing -> standing.mode() == ServingMode.READ_ONLY)
                .map(Standing::dataCenter)
                .collect(Collectors.toSet());
        return readOnly.isEmpty() ? new LikeReads() : new PastReadOnly(readOnly);
    }
}
