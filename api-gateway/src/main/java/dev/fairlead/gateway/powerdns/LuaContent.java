package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Renders one address family of a plan as the content of a PowerDNS Lua record: the longest matching network, else the
 * country, else the continent, else everyone. Equal plans render equal, and nothing but IP literals, prefixes and
 * two-letter codes gets into the code, because PowerDNS takes broken Lua without a word and then answers SERVFAIL.
 */
final class LuaContent {

    /** Longest string of a TXT-like record (RFC 1035, section 3.3). */
    private static final int SEGMENT = 255;

    private static final Pattern SAFE = Pattern.compile("[0-9A-Za-z.:/]+");

    private final Family family;
    private final Map<DataCenterName, List<String>> addresses;

    private LuaContent(RoutingPlan plan, Family family) {
        this.family = family;
        this.addresses = plan.standings().stream()
                .collect(Collectors.toMap(
                        Standing::dataCenter,
                        standing -> standing.endpoints().stream()
                                .map(EndpointAddress::ip)
                                .filter(family::includes)
                                .distinct()
                                .sorted()
                                .toList()));
    }

    /** The record's content; empty where no audience has an address of this family. */
    static Optional<String> of(RoutingPlan plan, Family family) {
        LuaContent lua = new LuaContent(plan, family);
        if (plan.audiences().stream().allMatch(audience -> lua.weights(audience).isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(family + " " + segmented(lua.code(plan.audiences())));
    }

    /** The addresses that an audience may be answered. */
    static List<String> addresses(RoutingPlan plan, AudienceShares audience, Family family) {
        return List.copyOf(new LuaContent(plan, family).weights(audience).keySet());
    }

    private String code(List<AudienceShares> audiences) {
        List<String> branches = new ArrayList<>(networkBranches(audiences));
        branches.addAll(placeBranches(audiences, "country", AudienceShares::countries));
        branches.addAll(placeBranches(audiences, "continent", AudienceShares::continents));
        String otherwise = choice(audiences.getLast());
        // a body of several statements has to start with a semicolon
        return branches.isEmpty()
                ? ";return " + otherwise
                : ";if " + String.join(" elseif ", branches) + " else return " + otherwise + " end";
    }

    private List<String> networkBranches(List<AudienceShares> audiences) {
        record Entry(Network network, AudienceShares audience) {}
        return audiences.stream()
                .flatMap(audience -> audience.networks().stream().map(network -> new Entry(network, audience)))
                .sorted(Comparator.comparingInt(entry -> -entry.network().prefix()))
                .map(entry -> branch("netmask", List.of(entry.network().toString()), entry.audience()))
                .toList();
    }

    private List<String> placeBranches(
            List<AudienceShares> audiences, String test, Function<AudienceShares, List<String>> codes) {
        return audiences.stream()
                .filter(audience -> !codes.apply(audience).isEmpty())
                .map(audience ->
                        branch(test, codes.apply(audience).stream().sorted().toList(), audience))
                .toList();
    }

    private String branch(String test, List<String> values, AudienceShares audience) {
        return "%s({%s}) then return %s"
                .formatted(
                        test,
                        values.stream().map(LuaContent::quoted).collect(Collectors.joining(",")),
                        choice(audience));
    }

    private String choice(AudienceShares audience) {
        SortedMap<String, Integer> weights = weights(audience);
        return switch (weights.size()) {
            case 0 -> "{}";
            case 1 -> quoted(weights.firstKey());
            default ->
                weights.entrySet().stream()
                        .map(entry -> "{%d,%s}".formatted(entry.getValue(), quoted(entry.getKey())))
                        .collect(Collectors.joining(",", "pickwhashed({", "})"));
        };
    }

    /**
     * The weight of each address, in order of address; they always sum to the whole, because PowerDNS takes the client's
     * hash modulo the sum: another sum would move everybody.
     */
    private SortedMap<String, Integer> weights(AudienceShares audience) {
        List<Share> shares = audience.shares().stream()
                .filter(share -> share.basisPoints() > 0 && !addressesOf(share).isEmpty())
                .toList();
        List<Integer> perDataCenter =
                apportioned(Share.WHOLE, shares.stream().map(Share::basisPoints).toList());
        SortedMap<String, Integer> weights = new TreeMap<>();
        for (int i = 0; i < shares.size(); i++) {
            List<String> all = addressesOf(shares.get(i));
            List<Integer> each =
                    apportioned(perDataCenter.get(i), all.stream().map(ip -> 1).toList());
            for (int j = 0; j < all.size(); j++) {
                weights.merge(all.get(j), each.get(j), Integer::sum);
            }
        }
        weights.values().removeIf(weight -> weight == 0);
        return weights;
    }

    private List<String> addressesOf(Share share) {
        return addresses.getOrDefault(share.dataCenter(), List.of());
    }

    /** Splits a total by parts into whole numbers that sum to it; what is left over goes to the first. */
    private static List<Integer> apportioned(int total, List<Integer> parts) {
        long sum = parts.stream().mapToLong(Integer::longValue).sum();
        List<Integer> split = new ArrayList<>();
        long given = 0;
        long seen = 0;
        for (int part : parts) {
            seen += part;
            long upTo = Math.ceilDiv(total * seen, sum);
            split.add((int) (upTo - given));
            given = upTo;
        }
        return split;
    }

    private static String quoted(String value) {
        if (!SAFE.matcher(value).matches()) {
            throw new IllegalArgumentException("'%s' does not belong in a Lua record".formatted(value));
        }
        return "'" + value + "'";
    }

    /** PowerDNS joins the strings of a record with a blank, so they end where a blank does no harm: after a comma or blank. */
    private static String segmented(String code) {
        List<String> segments = new ArrayList<>();
        int start = 0;
        while (code.length() - start > SEGMENT) {
            int end = start + SEGMENT;
            while (code.charAt(end - 1) != ',' && code.charAt(end - 1) != ' ') {
                end--;
            }
            segments.add(code.substring(start, end));
            start = end;
        }
        segments.add(code.substring(start));
        return segments.stream().map(segment -> '"' + segment + '"').collect(Collectors.joining(" "));
    }

    /** The two kinds of address records. */
    enum Family {
        A,
        AAAA;

        boolean includes(String ip) {
            return (ip.indexOf(':') >= 0) == (this == AAAA);
        }
    }
}
