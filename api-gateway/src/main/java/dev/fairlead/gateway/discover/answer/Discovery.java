package dev.fairlead.gateway.discover.answer;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.choice.StickyChoice;
import dev.fairlead.gateway.discover.answer.Origin.Client;
import dev.fairlead.gateway.discover.answer.Origin.Site;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Picks the data centers for a client. One that is known by its address gets what the built-in DNS answers it: the same
 * audience, the same sticky choice. A service in a data center gets its own when that has a share of anybody, and else what
 * most of everyone else gets: a plan does not say what is near.
 */
public final class Discovery {

    private final RoutingPlan plan;
    private final Intent intent;

    private Discovery(RoutingPlan plan, Intent intent) {
        this.plan = plan;
        this.intent = intent;
    }

    /** The answer, or why there is none. */
    public sealed interface Outcome {}

    /** There is somewhere to go. */
    public record Found(Discovered answer) implements Outcome {}

    /** There is nowhere to go now; asking again later helps. */
    public record Nowhere(Refusal refusal, String reason) implements Outcome {}

    /** Why there is nowhere to go. */
    public enum Refusal {
        /** The application takes no changes now. */
        READ_ONLY,
        /** No data center takes the client now. */
        NO_DATA_CENTER
    }

    public static Outcome decide(RoutingPlan plan, Intent intent, Origin from, PlaceLookup places) {
        Choice choice = switch (from) {
            case Client(InetAddress address) -> byAddress(plan, address, places);
            case Site(DataCenterName dataCenter) -> byDataCenter(plan, dataCenter);
        };
        Discovery discovery = new Discovery(plan, intent);
        return switch (intent) {
            case READ -> discovery.read(choice);
            case WRITE -> discovery.write(choice);
        };
    }

    /**
     * An order of data centers.
     *
     * @param why the start of a sentence
     */
    private record Choice(String why, List<Share> order) {}

    /** A data center in the order, and how it stands. */
    private record Ranked(Share share, Standing standing) {}

    private static Choice byAddress(RoutingPlan plan, InetAddress client, PlaceLookup places) {
        Optional<AudienceShares> audience =
                AudienceMatch.of(plan.audiences(), client, places).map(AudienceMatch::shares);
        List<Share> shares = audience.map(AudienceShares::shares).orElse(List.of());
        List<Share> order = StickyChoice.order(plan.application(), client, shares).stream()
                .flatMap(chosen -> shares.stream()
                        .filter(share -> share.dataCenter().equals(chosen))
                        .limit(1))
                .toList();
        return new Choice(
                "%s belongs to audience %s"
                        .formatted(
                                client.getHostAddress(),
                                audience.map(AudienceShares::audience).orElse("nobody")),
                order);
    }

    /** Of the audiences that its data center shares in, the one that it has most of. */
    private static Choice byDataCenter(RoutingPlan plan, DataCenterName site) {
        AudienceShares most = null;
        for (AudienceShares audience : plan.audiences()) {
            if (basisPoints(audience, site) > (most == null ? 0 : basisPoints(most, site))) {
                most = audience;
            }
        }
        if (most != null) {
            return new Choice("%s has a share of audience %s".formatted(site, most.audience()), sorted(most, site));
        }
        if (plan.audiences().isEmpty()) {
            return new Choice("%s has no share".formatted(site), List.of());
        }
        AudienceShares everyone = plan.audiences().getLast();
        return new Choice(
                "%s has no share and goes where most of %s go".formatted(site, everyone.audience()),
                sorted(everyone, site));
    }

    private static int basisPoints(AudienceShares audience, DataCenterName dataCenter) {
        return audience.shares().stream()
                .filter(share -> share.dataCenter().equals(dataCenter))
                .mapToInt(Share::basisPoints)
                .sum();
    }

    private static List<Share> sorted(AudienceShares audience, DataCenterName first) {
        return audience.shares().stream()
                .filter(share -> share.basisPoints() > 0)
                .sorted(Comparator.<Share, Boolean>comparing(
                                share -> !share.dataCenter().equals(first))
                        .thenComparing(Share::basisPoints, Comparator.reverseOrder())
                        .thenComparing(Share::dataCenter))
                .toList();
    }

    private Outcome read(Choice choice) {
        return found(choice, reachable(choice.order()));
    }

    private Outcome write(Choice choice) {
        DataCenterName primary = plan.writeRoute();
        if (primary != null) {
            List<Ranked> there = reachable(List.of(new Share(primary, Share.WHOLE))).stream()
                    .filter(ranked -> ranked.standing().state() == Standing.State.SERVING)
                    .filter(Discovery::writable)
                    .toList();
            return there.isEmpty()
                    ? readOnly("its primary is in %s, which cannot be written to".formatted(primary))
                    : found(new Choice("all changes go to the write route", List.of()), there);
        }
        List<Ranked> all = reachable(choice.order());
        List<Ranked> able = all.stream().filter(Discovery::writable).toList();
        return able.isEmpty() && !all.isEmpty() ? readOnly(why(all.getFirst())) : found(choice, able);
    }

    /** Plans of the version before do not say it. */
    private static String why(Ranked ranked) {
        Standing.ModeReason why = ranked.standing().modeReason();
        return why == null ? "no primary is known" : why.reason();
    }

    private Outcome readOnly(String because) {
        return new Nowhere(Refusal.READ_ONLY, "%s takes no changes now: %s".formatted(plan.application(), because));
    }

    private static boolean writable(Ranked ranked) {
        return ranked.standing().mode() == ServingMode.READ_WRITE;
    }

    /** One without endpoints is passed over, as DNS does. */
    private List<Ranked> reachable(List<Share> order) {
        return order.stream()
                .flatMap(share -> plan.standings().stream()
                        .filter(standing -> standing.dataCenter().equals(share.dataCenter()))
                        .filter(standing -> !standing.endpoints().isEmpty())
                        .limit(1)
                        .map(standing -> new Ranked(share, standing)))
                .toList();
    }

    private Outcome found(Choice choice, List<Ranked> ranked) {
        if (ranked.isEmpty()) {
            return new Nowhere(
                    Refusal.NO_DATA_CENTER,
                    "no data center serves %s now: %s".formatted(plan.application(), choice.why()));
        }
        Standing first = ranked.getFirst().standing();
        return new Found(new Discovered(
                plan.application(),
                intent,
                plan.epoch(),
                ranked.stream().map(Discovery::site).toList(),
                ranked.stream().flatMap(Discovery::targets).toList(),
                first.mode(),
                plan.writeRoute(),
                "%s; %s: %s".formatted(choice.why(), first.dataCenter(), first.reason())));
    }

    private static Discovered.Site site(Ranked ranked) {
        return new Discovered.Site(
                ranked.standing().dataCenter(),
                ranked.share().basisPoints(),
                ranked.standing().mode());
    }

    private static Stream<Discovered.Target> targets(Ranked ranked) {
        Standing standing = ranked.standing();
        return standing.endpoints().stream().map(address -> new Discovered.Target(address, standing.dataCenter()));
    }
}
