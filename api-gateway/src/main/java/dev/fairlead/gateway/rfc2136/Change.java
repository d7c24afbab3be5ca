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
 * @param refusals the hosts that are left as they are, each with the reason
 */
record Change(SortedMap<Name, List<HostUpdate>> byZone, SortedMap<Name, String> refusals) {

    private static final String FOREIGN =
            "Fairlead did not write its address records and leaves them alone: remove them to hand over";
    private static final String LARGE = "it has more addresses than one update can change";

    static Change between(Holdings before, Holdings desired, Zones zones) {
        SortedSet<Name> changed = desired.changedFrom(before);
        SortedMap<Name, String> refusals = desired.refusedAlready(before);
        takenOut(changed, host -> desired.holds(host) && !before.holds(host) && before.isForeign(host))
                .forEach(host -> refusals.put(host, FOREIGN));
        takenOut(changed, host -> !Packing.hasRoom(HostUpdate.of(host, before, desired)))
                .forEach(host -> refusals.put(host, LARGE));
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
