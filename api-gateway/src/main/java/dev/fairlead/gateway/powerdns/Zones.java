package dev.fairlead.gateway.powerdns;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which zone a host belongs to.
 *
 * @param configured absolute names of the zones that Fairlead may write to; empty: all
 */
record Zones(List<String> configured) {

    Zones {
        configured = configured.stream().map(Zones::absolute).toList();
    }

    static String absolute(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower : lower + ".";
    }

    boolean allow(String host) {
        return configured.isEmpty() || longest(host, configured).isPresent();
    }

    boolean includes(String zone) {
        return configured.isEmpty() || configured.contains(zone);
    }

    /** The existing zone that the host lies in, or the one to create: a configured one, else the host's parent. */
    String of(String host, Collection<String> existing) {
        return longest(host, existing.stream().filter(this::includes).toList())
                .or(() -> longest(host, configured))
                .orElseGet(() -> parent(host));
    }

    private static Optional<String> longest(String host, Collection<String> zones) {
        return zones.stream()
                .filter(zone -> host.equals(zone) || host.endsWith("." + zone))
                .max(Comparator.comparingInt(String::length));
    }

    /** A host directly under a top-level domain is a zone itself. */
    private static String parent(String host) {
        String parent = host.substring(host.indexOf('.') + 1);
        return parent.indexOf('.') == parent.length() - 1 ? host : parent;
    }
}
