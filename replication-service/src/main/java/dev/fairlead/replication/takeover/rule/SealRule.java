package dev.fairlead.replication.takeover.rule;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many standbys have to be sealed before one of them may take over. Where commits wait for k of n standbys, any n − k + 1
 * sealed ones keep the old primary from acknowledging anything more, and one of them has everything that it ever
 * acknowledged. Without synchronous standbys nothing proves that; the more are sealed the less is lost.
 *
 * @param counting the standbys that the old primary asks for acknowledgements; all of them where it asks nobody
 * @param needed how many of those
 */
public record SealRule(Set<DataCenterName> counting, int needed) {

    public SealRule {
        counting = Set.copyOf(counting);
    }

    /** The rule after the loss of this data center's member. */
    public static SealRule of(DatabaseSpec spec, DataCenterName lost) {
        DatabaseSpec.Synchronous synchronous = spec.synchronous();
        Collection<DataCenterName> members = synchronous == null
                ? spec.members().stream().map(DatabaseSpec.Member::dataCenter).toList()
                : synchronous.members();
        Set<DataCenterName> counting =
                members.stream().filter(member -> !member.equals(lost)).collect(Collectors.toSet());
        int needed = synchronous == null ? 1 : Math.max(1, counting.size() - synchronous.acknowledgements() + 1);
        return new SealRule(counting, needed);
    }

    /** Why these are not enough; empty: they are. */
    public Optional<String> missing(Set<DataCenterName> sealed) {
        long enough = counting.stream().filter(sealed::contains).count();
        return enough >= needed
                ? Optional.empty()
                : Optional.of("%d of the %d standbys are sealed that have to be, of %s"
                        .formatted(
                                enough,
                                needed,
                                counting.stream()
                                        .map(DataCenterName::value)
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }
}
