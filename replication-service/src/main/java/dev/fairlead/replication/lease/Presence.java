package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Finding;
import java.util.List;

/** What the members of a database say of the one under local control. */
sealed interface Presence {

    /**
     * It accepts writes.
     *
     * @param alone whether no other member says so of itself
     */
    record Primary(long timeline, boolean alone) implements Presence {}

    /** It follows another. */
    record Replica() implements Presence {}

    /** It does not answer. */
    record Unknown(String reason) implements Presence {}

    static Presence of(List<Finding> members, DataCenterName here) {
        return members.stream()
                .filter(member -> member.freshness().dataCenter().equals(here))
                .findFirst()
                .map(member -> of(member, members))
                .orElseGet(() -> new Unknown("it is not watched yet"));
    }

    private static Presence of(Finding member, List<Finding> members) {
        Finding.Basis basis = member.basis();
        if (basis == null || !member.freshness().reachable()) {
            return new Unknown(member.freshness().reason());
        }
        return switch (member.freshness().role()) {
            case PRIMARY ->
                new Primary(
                        basis.branch().timeline(),
                        members.stream()
                                        .filter(other -> other.freshness().role() == MemberRole.PRIMARY)
                                        .count()
                                == 1);
            case REPLICA -> new Replica();
            case WRITER, UNKNOWN -> new Unknown(member.freshness().reason());
        };
    }
}
