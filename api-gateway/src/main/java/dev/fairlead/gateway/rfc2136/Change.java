package dev.fairlead.gateway.rfc2136;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.xbill.DNS.Name;

/**
 * What is to be done to get from one state to another, and what of it is refused.
 *
 * @param byZone the changes of hosts, in order of host
 * @param refusals a sentence for each kind of refusal; what it names is left as it is
 */
record Change(SortedMap<Name, List<HostUpdate>> byZone, List<String> refusals) {

    static Change between(Holdings before, Holdings desired, Zones zones) {
        SortedSet<Name> changed = desired.changedFrom(before);
        List<String> refusals = new ArrayList<>();
        SortedSet<Name> foreign =
                takenOut(changed, host -> desired.holds(host) && !before.holds(host) && before.isForeign(host));
        if (!foreign.isEmpty()) {
            refusals.add(
                    "Fairlead did not write the address records of %s and leaves them alone: remove them to hand over"
                            .formatted(Some.of(foreign)));
        }
        SortedSet<Name> large = takenOut(changed, host -> !Packing.hasRoom(HostUpdate.of(host, before, desired)));
        if (!large.isEmpty()) {
            refusals.add("%s has more addresses than one update can change".formatted(Some.of(large)));
        }
        SortedMap<Name, List<HostUpdate>> byZone = new TreeMap<>();
        for (Name host : changed) {
            byZone.computeIfAbsent(zones.of(host).orElseThrow(), zone -> new ArrayList<>())
                    .add(HostUpdate.of(host, before, desired));
        }
        return new Change(byZone, refusals);
    }

    private static SortedSet<Name> takenOut(SortedSet<Name> hosts, Predicate<Name> which) {
        SortedSet<Name> out = new TreeSet<>(hosts);
        out.removeIf(which.negate());
        hosts.removeAll(out);
        return out;
    }
}
