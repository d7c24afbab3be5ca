package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.ApplicationSpec.DataNeeds;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes go to the data center of the reachable primary, unless an order keeps them out of there: nobody else could take them.
 * While the replication-service is silent the last known one stays; where two members say that they are the primary, nobody else
 * than the one before can be meant. Once there is none, neither silence nor contradiction brings one back.
 *
 * <p>A database whose every member takes writes has no such place: each data center writes to its own member while that answers.
 *
 * @param dataCenter absent: there is no database, nothing is written anywhere, or every data center writes
 * @param closed why nothing is written anywhere; absent: where it is known, it can be
 * @param writers the data centers that write to their own members; absent: there is one primary
 */
record WriteRoute(
        @Nullable DataCenterName dataCenter,
        @Nullable Closed closed,
        @Nullable Set<DataCenterName> writers) {

    static final String NO_PRIMARY = "NO_PRIMARY";
    static final String TWO_PRIMARIES = "TWO_PRIMARIES";
    static final String PRIMARY_READ_ONLY = "PRIMARY_READ_ONLY";
    static final String OWN_WRITER = "OWN_WRITER";
    static final String NO_OWN_WRITER = "NO_OWN_WRITER";

    private static final Set<String> FOUND_OUT = Set.of(NO_PRIMARY, TWO_PRIMARIES);

    /** Why writes are refused: a stable code, and a sentence. */
    record Closed(String code, String reason) {}

    static WriteRoute of(Situation situation) {
        DataNeeds data = situation.application().spec().data();
        if (data == null) {
            return new WriteRoute(null, null, null);
        }
        RoutingPlan previous = situation.previous();
        DataCenterName before = previous == null ? null : previous.writeRoute();
        Evidence.Copies copies = situation.evidence().copies();
        if (copies == null || situation.evidence().replicationSilent(situation.now())) {
            if (before != null) {
                return to(before, situation);
            }
            return hadWriters(previous) ? writers(stillWriting(previous)) : closed(whileSilent(situation, data));
        }
        if (copies.members().stream().anyMatch(member -> member.role() == MemberRole.WRITER)) {
            return writers(reachable(copies, MemberRole.WRITER));
        }
        List<DataCenterName> primaries = reachable(copies, MemberRole.PRIMARY);
        if (primaries.size() == 1) {
            return to(primaries.getFirst(), situation);
        }
        if (before != null && primaries.contains(before)) {
            return to(before, situation);
        }
        return closed(
                primaries.isEmpty()
                        ? new Closed(NO_PRIMARY, "no primary of %s can be reached".formatted(data.database()))
                        : new Closed(
                                TWO_PRIMARIES,
                                "%s all say that they are the primary of %s"
                                        .formatted(joined(primaries), data.database())));
    }

    private static WriteRoute to(DataCenterName primary, Situation situation) {
        RoutingOverride order = ReadOnlyOrder.in(primary, situation);
        return order == null
                ? new WriteRoute(primary, null, null)
                : closed(new Closed(
                        PRIMARY_READ_ONLY,
                        "writes go to %s, which is %s".formatted(primary, ReadOnlyOrder.sentence(order))));
    }

    private static WriteRoute closed(Closed why) {
        return new WriteRoute(null, why, null);
    }

    private static WriteRoute writers(List<DataCenterName> dataCenters) {
        return new WriteRoute(null, null, Set.copyOf(dataCenters));
    }

    private static List<DataCenterName> reachable(Evidence.Copies copies, MemberRole role) {
        List<DataCenterName> reachable = new ArrayList<>(1);
        for (Freshness member : copies.members()) {
            if (member.role() == role && member.reachable()) {
                reachable.add(member.dataCenter());
            }
        }
        return reachable;
    }

    private static boolean hadWriters(@Nullable RoutingPlan previous) {
        return previous != null
                && previous.standings().stream()
                        .anyMatch(standing -> has(standing, OWN_WRITER) || has(standing, NO_OWN_WRITER));
    }

    private static List<DataCenterName> stillWriting(@Nullable RoutingPlan previous) {
        return previous == null
                ? List.of()
                : previous.standings().stream()
                        .filter(standing -> has(standing, OWN_WRITER))
                        .map(Standing::dataCenter)
                        .toList();
    }

    private static boolean has(Standing standing, String code) {
        Standing.ModeReason reason = standing.modeReason();
        return reason != null && reason.code().equals(code);
    }

    /** What was found out last is still all that is known, and an order is one as long as it lasts. */
    private static Closed whileSilent(Situation situation, DataNeeds data) {
        RoutingPlan previous = situation.previous();
        List<Standing> standings = previous == null ? List.of() : previous.standings();
        for (Standing standing : standings) {
            Standing.ModeReason reason = standing.modeReason();
            if (reason != null && (FOUND_OUT.contains(reason.code()) || isOrdered(reason, situation))) {
                return new Closed(reason.code(), reason.reason());
            }
        }
        return new Closed(
                NO_PRIMARY,
                "nobody says where the primary of %s is now: no mode rises on silence".formatted(data.database()));
    }

    private static boolean isOrdered(Standing.ModeReason reason, Situation situation) {
        return reason.code().equals(PRIMARY_READ_ONLY)
                && situation.orders().overrides().stream()
                        .filter(override -> override.kind() == RoutingOverride.Kind.READ_ONLY
                                && override.actsOn(situation.application().name(), situation.now()))
                        .anyMatch(override -> reason.reason().endsWith(ReadOnlyOrder.sentence(override)));
    }

    private static String joined(List<DataCenterName> names) {
        return names.stream().map(DataCenterName::value).collect(Collectors.joining(", "));
    }
}
