package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What Fairlead holds on a name server: every marked host with all that decides where its users go, also what another hand
 * put there. Two are equal when they hold the same; which hosts are somebody else's and what was refused is only remembered.
 */
final class Holdings {

    static final Holdings NONE = new Holdings(Map.of(), Set.of(), Map.of());

    private final Map<Name, Host> hosts;
    private final Set<Name> foreign;
    private final Map<Name, Refused> refused;

    private Holdings(Map<Name, Host> hosts, Set<Name> foreign, Map<Name, Refused> refused) {
        this.hosts = Collections.unmodifiableMap(hosts);
        this.foreign = Set.copyOf(foreign);
        this.refused = Map.copyOf(refused);
    }

    /**
     * Why a host stays as it was.
     *
     * @param wanted what it did not take; absent: to be gone
     */
    private record Refused(@Nullable Host wanted, String reason) {}

    /** What plans ask for, one part of each; a later one counts where two are about one host. */
    static Holdings desired(List<Part> parts) {
        Map<Name, Host> hosts = HashMap.newHashMap(parts.size());
        parts.forEach(part -> hosts.put(part.name(), part.host()));
        return new Holdings(hosts, Set.of(), Map.of());
    }

    /** The same after a change from {@code before} in which some hosts were refused, each with the reason. */
    Holdings except(Map<Name, String> reasons, Holdings before) {
        Map<Name, Host> held = new HashMap<>(hosts);
        Map<Name, Refused> all = new HashMap<>(refused);
        reasons.forEach((name, reason) -> {
            all.put(name, new Refused(hosts.get(name), reason));
            Host was = before.hosts.get(name);
            if (was == null) {
                held.remove(name);
            } else {
                held.put(name, was);
            }
        });
        return new Holdings(held, before.foreign, all);
    }

    /** Of whom this speaks. */
    Set<String> names() {
        return hosts.keySet().stream().map(Name::toString).collect(Collectors.toSet());
    }

    /** The same with some other hosts as they were before. */
    Holdings keeping(Set<String> others, Holdings before) {
        Map<Name, Host> held = new HashMap<>(hosts);
        Map<Name, Refused> kept = new HashMap<>(refused);
        for (String other : others) {
            Name name = Zones.name(other);
            held.put(name, before.host(name));
            kept.put(name, new Refused(null, "it is kept"));
        }
        return new Holdings(held, foreign, kept);
    }

    /** The hosts at which {@code before} refused just what is wanted here, each with the reason. */
    SortedMap<Name, String> refusedAlready(Holdings before) {
        SortedMap<Name, String> already = new TreeMap<>();
        before.refused.forEach((name, refusal) -> {
            if (Objects.equals(hosts.get(name), refusal.wanted())) {
                already.put(name, refusal.reason());
            }
        });
        return already;
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
        return new Holdings(hosts, foreign, Map.of());
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

    /** The hosts that are to be changed, to come or to go so that this follows from {@code before}, but for what that refused already. */
    SortedSet<Name> changedFrom(Holdings before) {
        SortedSet<Name> changed = new TreeSet<>();
        hosts.forEach((name, host) -> {
            if (!host.equals(before.hosts.get(name))) {
                changed.add(name);
            }
        });
        before.hosts.keySet().stream().filter(name -> !holds(name)).forEach(changed::add);
        changed.removeAll(refusedAlready(before).keySet());
        return changed;
    }

    /** The hosts whose answers may have changed since {@code before}; all that obey when nothing changed. */
    SortedSet<Name> toAsk(Holdings before) {
        SortedSet<Name> changed = changedFrom(before);
        if (!changed.isEmpty()) {
            return changed;
        }
        SortedSet<Name> all = new TreeSet<>(hosts.keySet());
        all.removeAll(refused.keySet());
        return all;
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
