package dev.fairlead.replication.merge;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.replication.timeline.Branch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * That a member is primary, as the regions say.
 *
 * @param reachedBy the regions that the member said so to when they asked it last; empty: it fell silent
 */
record Claim(DataCenterName member, Branch branch, Set<RegionName> reachedBy) {

    /** The claims that stand. */
    static List<Claim> of(SortedMap<DataCenterName, Voices> members) {
        List<Claim> all = new ArrayList<>();
        members.forEach((member, voices) -> voices.heeded().stream()
                .filter(Voice::saysPrimary)
                .map(Voice::branch)
                .filter(Objects::nonNull)
                .distinct()
                .forEach(branch -> all.add(new Claim(member, branch, reaching(voices.heeded(), branch)))));
        return all.stream()
                .filter(claim -> all.stream().noneMatch(claim::givesWayTo))
                .toList();
    }

    private static Set<RegionName> reaching(Collection<Voice> voices, Branch branch) {
        return voices.stream()
                .filter(voice -> voice.reaches() && voice.saysPrimary() && branch.equals(voice.branch()))
                .map(Voice::region)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A primary that fell silent gives way to one on a later timeline. So does one that a region still tells of which has not
     * met the later one yet; a region that reaches both of them has found a conflict.
     */
    private boolean givesWayTo(Claim other) {
        if (!other.branch.supersedes(branch)) {
            return false;
        }
        return reachedBy.isEmpty() || (!other.reachedBy.isEmpty() && Collections.disjoint(reachedBy, other.reachedBy));
    }
}
