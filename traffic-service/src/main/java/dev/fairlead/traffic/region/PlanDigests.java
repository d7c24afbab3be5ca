package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A short text for each plan and one for all, equal where data planes would be told the same. Epochs, times and reasons are each
 * region's own and do not count.
 */
public final class PlanDigests {

    public static final PlanDigests NONE = new PlanDigests(Map.of(), new TreeMap<>());

    private static final int BYTES = 8;

    private final Map<ApplicationName, RoutingPlan> plans;
    private final TreeMap<ApplicationName, Digested> digested;
    private final String whole;

    private PlanDigests(Map<ApplicationName, RoutingPlan> plans, TreeMap<ApplicationName, Digested> digested) {
        this.plans = plans;
        this.digested = digested;
        this.whole = digest(digested.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().digest())
                .collect(Collectors.joining(" ")));
    }

    /**
     * @param plans must not be changed any more
     * @param before spares the work for plans that are the same objects as then
     */
    public static PlanDigests of(Map<ApplicationName, RoutingPlan> plans, PlanDigests before) {
        if (plans == before.plans) {
            return before;
        }
        TreeMap<ApplicationName, Digested> digested = new TreeMap<>();
        boolean same = plans.size() == before.digested.size();
        for (RoutingPlan plan : plans.values()) {
            Digested known = before.digested.get(plan.application());
            if (known == null || known.plan() != plan) {
                same = false;
                known = new Digested(plan, digest(seen(plan)));
            }
            digested.put(plan.application(), known);
        }
        return same ? before : new PlanDigests(plans, digested);
    }

    /** Those whose plans are not the same, or that only one of the two has. */
    SortedSet<ApplicationName> differing(PlanDigests other) {
        if (whole.equals(other.whole)) {
            return new TreeSet<>();
        }
        TreeSet<ApplicationName> names = new TreeSet<>(digested.keySet());
        names.addAll(other.digested.keySet());
        names.removeIf(name -> Objects.equals(text(name), other.text(name)));
        return names;
    }

    /** Whether data planes are told the same of this application in both. */
    boolean agree(ApplicationName application, PlanDigests other) {
        return text(application).equals(other.text(application));
    }

    private String text(ApplicationName name) {
        Digested known = digested.get(name);
        return known == null ? "" : known.digest();
    }

    @Override
    public String toString() {
        return whole;
    }

    /** What data planes see of a plan. */
    private static String seen(RoutingPlan plan) {
        StringBuilder text = new StringBuilder(plan.host()).append(' ').append(plan.ttlSeconds());
        for (AudienceShares audience : plan.audiences()) {
            text.append("\naudience ").append(audience.audience());
            append(text, audience.countries());
            append(text, audience.continents());
            append(text, audience.networks().stream().map(Network::toString).toList());
            audience.shares()
                    .forEach(share -> text.append(' ')
                            .append(share.dataCenter())
                            .append('=')
                            .append(share.basisPoints()));
        }
        for (Standing standing : plan.standings()) {
            text.append("\nstanding ")
                    .append(standing.dataCenter())
                    .append(' ')
                    .append(standing.state())
                    .append(' ')
                    .append(standing.mode());
            standing.endpoints().forEach(endpoint -> text.append(' ').append(endpoint));
        }
        if (plan.resilience() != null) { // regions of the version before know none, and agree on plans without
            text.append("\nresilience ").append(plan.resilience());
        }
        return text.append("\nwrites ").append(plan.writeRoute()).toString();
    }

    private static void append(StringBuilder text, List<String> words) {
        text.append(' ').append(String.join(",", words)).append(';');
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private record Digested(RoutingPlan plan, String digest) {}
}
