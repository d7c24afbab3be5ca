package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What Fairlead holds on a name server: every marked host with all that decides where its users go, also what another hand
 * put there. Two are equal when they hold the same; which hosts are somebody else's is only remembered.
 */
final class Holdings {

    static final Holdings NONE = new Holdings(Map.of(), Set.of());

    private final Map<Name, Host> hosts;
    private final Set<Name> foreign;

    private Holdings(Map<Name, Host> hosts, Set<Name> foreign) {
        this.hosts = Collections.unmodifiableMap(hosts);
        this.foreign = Set.copyOf(foreign);
    }

    /** What plans ask for, one part of each; a later one counts where two are about one host. */
    static Holdings desired(List<Part> parts) {
        Map<Name, Host> hosts = HashMap.newHashMap(parts.size());
        parts.forEach(part -> hosts.put(part.name(), part.host()));
        return new Holdings(hosts, Set.of());
    }

    /** What one plan asks for; one that sends nobody anywhere leaves its host without addresses. */
    record Part(Name name, Host host, Shortfall shortfall) {

        static Part of(Name name, RoutingPlan plan) {
            return new Part(name, Host.of(name, EqualParts.of(plan).all(), plan.ttlSeconds()), Shortfall.of(plan));
        }
    }

    /** What of the records of whole zones is Fairlead's. */
    static Holdings observed(List<Record> records) {
        Map<Name, List<Record>> markers = new HashMap<>();
        Map<Name, List<Record>> addresses = new HashMap<>();
        for (Record record : records) {
            Name name = record.getName();
            if (Host.TYPES.contains(record.getType())) {
                addresses.computeIfAbsent(name, any -> new ArrayList<>()).add(record);
            } else if (record.getType() == Type.TXT && Marker.stands(name)) {
                markers.computeIfAbsent(name, any -> new ArrayList<>()).add(record);
            }
        }
        Map<Name, Host> hosts = HashMap.newHashMap(markers.size());
        markers.forEach((name, texts) -> {
            if (Marker.isMarked(texts)) {
                Name host = Marker.host(name);
                hosts.put(host, Host.of(addresses.getOrDefault(host, List.of())));
            }
        });
        Set<Name> foreign = new HashSet<>(addresses.keySet());
        foreign.removeAll(hosts.keySet());
        return new Holdings(hosts, foreign);
    }

    boolean holds(Name host) {
        return hosts.containsKey(host);
    }

    /** What stands at a host that is held; nothing where it is not. */
    Host host(Name host) {
        return hosts.getOrDefault(host, Host.NOTHING);
    }

    /** Whether a host has addresses that Fairlead did not write, as far as was seen. */
    boolean isForeign(Name host) {
        return foreign.contains(host);
    }

    int size() {
        return hosts.size();
    }

    /** The hosts that are to be changed, to come or to go so that this follows from {@code before}. */
    SortedSet<Name> changedFrom(Holdings before) {
        SortedSet<Name> changed = new TreeSet<>();
        hosts.forEach((name, host) -> {
            if (!host.equals(before.hosts.get(name))) {
                changed.add(name);
            }
        });
        before.hosts.keySet().stream().filter(name -> !holds(name)).forEach(changed::add);
        return changed;
    }

    /** The hosts whose answers may have changed since {@code before}; all of them when nothing changed. */
    SortedSet<Name> toAsk(Holdings before) {
        SortedSet<Name> changed = changedFrom(before);
        return changed.isEmpty() ? new TreeSet<>(hosts.keySet()) : changed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Holdings that && hosts.equals(that.hosts);
    }

    @Override
    public int hashCode() {
        return hosts.hashCode();
    }

    @Override
    public String toString() {
        return hosts.toString();
    }
}
