package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
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
 * the records.
 */
final class Holdings {

    static final Holdings NONE = new Holdings(new TreeMap<>(), Map.of(), new TreeMap<>());

    private static final String MARKER_PREFIX = "_fairlead.";
    private static final RrSet MARKER = new RrSet(300, List.of("\"heritage=fairlead\""));

    /** The types that decide where users go. */
    private static final Set<String> ADDRESS_TYPES = Set.of("LUA", "A", "AAAA", "CNAME", "ALIAS");

    private final SortedMap<RrSet.Key, RrSet> rrsets;
    private final Map<String, List<Expected>> expected;
    private final SortedMap<String, String> leftOut;

    private Holdings(
            SortedMap<RrSet.Key, RrSet> rrsets,
            Map<String, List<Expected>> expected,
            SortedMap<String, String> leftOut) {
        this.rrsets = Collections.unmodifiableSortedMap(rrsets);
        this.expected = Map.copyOf(expected);
        this.leftOut = Collections.unmodifiableSortedMap(leftOut);
    }

    /**
     * What plans ask for, one part of each; a later one counts where two are about one host. A host whose records must not be sent
     * is left out, with the reason, and keeps those that it has.
     */
    static Holdings desired(List<Part> parts) {
        SortedMap<RrSet.Key, RrSet> rrsets = new TreeMap<>();
        Map<String, List<Expected>> expected = new HashMap<>();
        SortedMap<String, String> leftOut = new TreeMap<>();
        for (Part part : parts) {
            if (part.refused() == null) {
                rrsets.putAll(part.rrsets());
                expected.put(part.host(), part.expected());
            } else {
                leftOut.put(part.host(), part.refused());
            }
        }
        return new Holdings(rrsets, expected, leftOut);
    }

    /**
     * What one plan asks for; one that sends nobody anywhere leaves its host without addresses.
     *
     * @param refused why its records must not be sent; absent: they may
     */
    record Part(
            String host,
            Map<RrSet.Key, RrSet> rrsets,
            List<Expected> expected,
            @Nullable String refused) {

        static Part of(RoutingPlan plan) {
            String host = Zones.absolute(plan.host());
            try {
                return new Part(host, records(host, plan), Expected.of(plan), null);
            } catch (IllegalArgumentException e) {
                return new Part(host, Map.of(), List.of(), String.valueOf(e.getMessage()));
            }
        }

        private static Map<RrSet.Key, RrSet> records(String host, RoutingPlan plan) {
            RecordLint.checkName(MARKER_PREFIX + host);
            Map<RrSet.Key, RrSet> records = new HashMap<>();
            records.put(new RrSet.Key(MARKER_PREFIX + host, "TXT"), MARKER);
            List<String> contents = new ArrayList<>();
            for (Family family : Family.values()) {
                LuaContent.of(plan, family).ifPresent(contents::add);
            }
            if (!contents.isEmpty()) {
                RrSet lua = new RrSet(plan.ttlSeconds(), contents);
                RecordLint.check(lua);
                records.put(new RrSet.Key(host, "LUA"), lua);
            }
            return Map.copyOf(records);
        }
    }

    /** What of a server's records is Fairlead's. */
    static Holdings marked(SortedMap<RrSet.Key, RrSet> all) {
        SortedMap<RrSet.Key, RrSet> ours = new TreeMap<>(all);
        ours.entrySet().removeIf(entry -> {
            String name = entry.getKey().name();
            return name.startsWith(MARKER_PREFIX)
                    ? !isMarker(entry.getKey(), all)
                    : !ADDRESS_TYPES.contains(entry.getKey().type())
                            || !isMarker(new RrSet.Key(MARKER_PREFIX + name, "TXT"), all);
        });
        return new Holdings(ours, Map.of(), new TreeMap<>());
    }

    private static boolean isMarker(RrSet.Key key, SortedMap<RrSet.Key, RrSet> all) {
        RrSet found = all.get(key);
        return found != null && key.type().equals("TXT") && found.contents().equals(MARKER.contents());
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
        return rrsets.containsKey(new RrSet.Key(MARKER_PREFIX + host, "TXT"));
    }

    /** The records that differ from those of {@code before}; {@link RrSet#NONE} for those that have to go. */
    SortedMap<RrSet.Key, RrSet> changesFrom(Holdings before) {
        SortedMap<RrSet.Key, RrSet> changes = new TreeMap<>();
        rrsets.forEach((key, rrset) -> {
            if (!rrset.equals(before.rrsets.get(key))) {
                changes.put(key, rrset);
            }
        });
        before.rrsets.keySet().stream()
                .filter(key -> !rrsets.containsKey(key) && !leftOut.containsKey(host(key)))
                .forEach(key -> changes.put(key, RrSet.NONE));
        return changes;
    }

    /** The hosts whose records must not be sent, each with the reason. */
    SortedMap<String, String> leftOut() {
        return leftOut;
    }

    /** The hosts whose answers may have changed since {@code before}; all of them when nothing changed. */
    SortedSet<String> toAsk(Holdings before) {
        SortedSet<String> changed = changesFrom(before).keySet().stream()
                .map(Holdings::host)
                .collect(Collectors.toCollection(TreeSet::new));
        return changed.isEmpty() ? new TreeSet<>(expected.keySet()) : changed;
    }

    /** Whether anything stands at a host that may be answered to a question of this family. */
    boolean speaksOf(String host, Family family) {
        return rrsets.subMap(new RrSet.Key(host, ""), new RrSet.Key(host, "~")).entrySet().stream()
                .anyMatch(entry -> switch (entry.getKey().type()) {
                    case "LUA" ->
                        entry.getValue().contents().stream().anyMatch(content -> content.startsWith(family + " "));
                    case "A", "AAAA" -> entry.getKey().type().equals(family.name());
                    default -> true;
                });
    }

    /** What may be answered for a host; nothing for one that is no longer held. */
    List<Expected> expected(String host) {
        return expected.getOrDefault(host, Expected.NOTHING);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Holdings that && rrsets.equals(that.rrsets) && leftOut.equals(that.leftOut);
    }

    @Override
    public int hashCode() {
        return rrsets.hashCode();
    }

    @Override
    public String toString() {
        return rrsets.toString();
    }

    /**
     * What a client may be answered for one address family.
     *
     * @param client a network to ask for; absent: whatever address asks
     * @param alternatives the addresses of each audience that the client may belong to
     */
    record Expected(@Nullable Network client, Family family, List<Set<InetAddress>> alternatives) {

        private static final List<Expected> NOTHING = Arrays.stream(Family.values())
                .map(family -> new Expected(null, family, List.of(Set.of())))
                .toList();

        /** Where PowerDNS takes a client to be is not known here, so countries and continents are not asked one by one. */
        static List<Expected> of(RoutingPlan plan) {
            List<Expected> all = new ArrayList<>();
            for (Family family : Family.values()) {
                all.add(new Expected(null, family, alternatives(plan, plan.audiences(), family)));
                for (AudienceShares audience : plan.audiences()) {
                    for (Network network : audience.networks()) {
                        AudienceMatch.of(plan.audiences(), network.address(), client -> Place.UNKNOWN)
                                .map(match -> alternatives(plan, List.of(match.shares()), family))
                                .ifPresent(alternatives -> all.add(new Expected(network, family, alternatives)));
                    }
                }
            }
            return List.copyOf(all);
        }

        private static List<Set<InetAddress>> alternatives(
                RoutingPlan plan, List<AudienceShares> audiences, Family family) {
            return audiences.stream()
                    .map(audience -> LuaContent.addresses(plan, audience, family).stream()
                            .map(InetAddress::ofLiteral)
                            .collect(Collectors.toUnmodifiableSet()))
                    .distinct()
                    .toList();
        }

        boolean allows(Set<InetAddress> answer) {
            return alternatives.stream()
                    .anyMatch(allowed -> allowed.containsAll(answer) && allowed.isEmpty() == answer.isEmpty());
        }
    }
}
