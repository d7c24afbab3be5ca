package dev.fairlead.gateway.powerdns;

import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Fairlead holds in a PowerDNS: the marker of each host and every address record at a marked host, also those that
 * another hand put there. Two are equal when their records are, and what was left out; the answers to expect only follow from
 * the records, and what was refused is only remembered. What one host holds is one object for as long as its plan stays, so that
 * ten thousand are compared at once.
 */
final class Holdings {

    static final Holdings NONE = new Holdings(Map.of(), new TreeMap<>(), Map.of());

    static final String MARKER_PREFIX = "_fairlead.";
    static final RrSet MARKER = new RrSet(300, List.of("\"heritage=fairlead\""));

    /** The types that decide where users go. */
    private static final Set<String> ADDRESS_TYPES = Set.of("LUA", "A", "AAAA", "CNAME", "ALIAS");

    private final Map<String, Held> hosts;
    private final SortedMap<String, String> leftOut;
    private final Map<String, Refused> refused;

    private Holdings(Map<String, Held> hosts, SortedMap<String, String> leftOut, Map<String, Refused> refused) {
        this.hosts = Collections.unmodifiableMap(hosts);
        this.leftOut = Collections.unmodifiableSortedMap(leftOut);
        this.refused = Map.copyOf(refused);
    }

    /**
     * Why a host stays as it was.
     *
     * @param wanted what it did not take; absent: nothing was sent
     */
    private record Refused(@Nullable Held wanted, String reason) {}

    /** What one host holds, and what may be answered for it. */
    record Held(Map<RrSet.Key, RrSet> rrsets, List<Expected> expected) {

        static final Held NOTHING = new Held(Map.of(), Expected.NOTHING);

        Held {
            rrsets = Map.copyOf(rrsets);
            expected = List.copyOf(expected);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || other instanceof Held that && rrsets.equals(that.rrsets);
        }

        @Override
        public int hashCode() {
            return rrsets.hashCode();
        }
    }

    /**
     * What plans ask for, one part of each; a later one counts where two are about one host. A host whose records must not be sent
     * is left out, with the reason, and keeps those that it has.
     */
    static Holdings desired(List<Part> parts) {
        Map<String, Held> hosts = HashMap.newHashMap(parts.size());
        SortedMap<String, String> leftOut = new TreeMap<>();
        for (Part part : parts) {
            if (part.refused() == null) {
                hosts.put(part.host(), part.held());
            } else {
                leftOut.put(part.host(), part.refused());
            }
        }
        return new Holdings(hosts, leftOut, Map.of());
    }

    /** The same after a change from {@code before} in which some hosts were refused, each with the reason. */
    Holdings except(Map<String, String> reasons, Holdings before) {
        Map<String, Held> held = new HashMap<>(hosts);
        Map<String, Refused> all = new HashMap<>(refused);
        reasons.forEach((host, reason) -> {
            Held wanted = leftOut.containsKey(host) ? null : hosts.getOrDefault(host, Held.NOTHING);
            all.put(host, new Refused(wanted, reason));
            Held was = before.hosts.get(host);
            if (was == null) {
                held.remove(host);
            } else {
                held.put(host, was);
            }
        });
        return new Holdings(held, new TreeMap<>(), all);
    }

    /** Of whom this speaks. */
    Set<String> names() {
        return hosts.keySet();
    }

    /** The same with some other hosts as they were before. */
    Holdings keeping(Set<String> others, Holdings before) {
        Map<String, Held> held = new HashMap<>(hosts);
        Map<String, Refused> kept = new HashMap<>(refused);
        for (String host : others) {
            held.put(host, before.hosts.getOrDefault(host, Held.NOTHING));
            kept.put(host, new Refused(null, "it is kept"));
        }
        return new Holdings(held, leftOut, kept);
    }

    /** The hosts at which {@code before} refused just what is wanted here, each with the reason. */
    SortedMap<String, String> refusedAlready(Holdings before) {
        SortedMap<String, String> already = new TreeMap<>();
        before.refused.forEach((host, refusal) -> {
            if (hosts.getOrDefault(host, Held.NOTHING).equals(refusal.wanted())) {
                already.put(host, refusal.reason());
            }
        });
        return already;
    }

    /** What of a server's records is Fairlead's. */
    static Holdings marked(SortedMap<RrSet.Key, RrSet> all) {
        Map<String, Map<RrSet.Key, RrSet>> ours = new HashMap<>();
        all.forEach((key, rrset) -> {
            if (isMarker(key, all)) {
                ours.computeIfAbsent(host(key), host -> new HashMap<>()).put(key, rrset);
            }
        });
        all.forEach((key, rrset) -> {
            Map<RrSet.Key, RrSet> marked = ours.get(key.name());
            if (marked != null && ADDRESS_TYPES.contains(key.type())) {
                marked.put(key, rrset);
            }
        });
        Map<String, Held> hosts = HashMap.newHashMap(ours.size());
        ours.forEach((host, rrsets) -> hosts.put(host, new Held(rrsets, Expected.NOTHING)));
        return new Holdings(hosts, new TreeMap<>(), Map.of());
    }

    private static boolean isMarker(RrSet.Key key, SortedMap<RrSet.Key, RrSet> all) {
        RrSet found = all.get(key);
        return found != null
                && key.name().startsWith(MARKER_PREFIX)
                && key.type().equals("TXT")
                && found.contents().equals(MARKER.contents());
    }

    /** The hosts that have address records in {@code all} and no marker. */
    static Set<String> foreign(SortedMap<RrSet.Key, RrSet> all) {
        return all.keySet().stream()
                .filter(key -> ADDRESS_TYPES.contains(key.type()))
                .map(RrSet.Key::name)
                .filter(name -> !isMarker(new RrSet.Key(MARKER_PREFIX + name, "TXT"), all))
                .collect(Collectors.toSet());
    }

    /** The host that a record belongs to. */
    static String host(RrSet.Key key) {
        return key.name().startsWith(MARKER_PREFIX) ? key.name().substring(MARKER_PREFIX.length()) : key.name();
    }

    boolean marks(String host) {
        return hosts.containsKey(host);
    }

    /**
     * The records that differ from those of {@code before}, but for what that refused already; {@link RrSet#NONE} for those that have
     * to go.
     */
    SortedMap<RrSet.Key, RrSet> changesFrom(Holdings before) {
        SortedMap<RrSet.Key, RrSet> changes = new TreeMap<>();
        hosts.forEach((host, held) -> {
            Held was = before.hosts.getOrDefault(host, Held.NOTHING);
            if (held != was) {
                addChanges(was.rrsets(), held.rrsets(), changes);
            }
        });
        before.hosts.forEach((host, was) -> {
            if (!hosts.containsKey(host) && !leftOut.containsKey(host)) {
                addChanges(was.rrsets(), Map.of(), changes);
            }
        });
        Set<String> already = refusedAlready(before).keySet();
        changes.keySet().removeIf(key -> already.contains(host(key)));
        return changes;
    }

    private static void addChanges(
            Map<RrSet.Key, RrSet> before, Map<RrSet.Key, RrSet> after, SortedMap<RrSet.Key, RrSet> changes) {
        after.forEach((key, rrset) -> {
            if (!rrset.equals(before.get(key))) {
                changes.put(key, rrset);
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> changes.put(key, RrSet.NONE));
    }

    /** The hosts whose records must not be sent, each with the reason. */
    SortedMap<String, String> leftOut() {
        return leftOut;
    }

    /** The hosts whose answers may have changed since {@code before}; all that obey when nothing changed. */
    SortedSet<String> toAsk(Holdings before) {
        SortedSet<String> changed = changesFrom(before).keySet().stream()
                .map(Holdings::host)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!changed.isEmpty()) {
            return changed;
        }
        SortedSet<String> all = new TreeSet<>(hosts.keySet());
        all.removeAll(refused.keySet());
        return all;
    }

    /** Whether anything stands at a host that may be answered to a question of this family. */
    boolean speaksOf(String host, Family family) {
        return hosts.getOrDefault(host, Held.NOTHING).rrsets().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(host))
                .anyMatch(entry -> switch (entry.getKey().type()) {
                    case "LUA" ->
                        entry.getValue().contents().stream().anyMatch(content -> content.startsWith(family + " "));
                    case "A", "AAAA" -> entry.getKey().type().equals(family.name());
                    default -> true;
                });
    }

    /** What may be answered for a host; nothing for one that is no longer held. */
    List<Expected> expected(String host) {
        return hosts.getOrDefault(host, Held.NOTHING).expected();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Holdings that && hosts.equals(that.hosts) && leftOut.equals(that.leftOut);
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
