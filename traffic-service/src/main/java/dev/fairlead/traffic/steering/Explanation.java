package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says a plan in words. */
public final class Explanation {

    private static final int MOST_NAMED = 5;

    private Explanation() {}

    /** Where users go, and why each data center that gets nothing does. */
    public static String summary(RoutingPlan plan) {
        Set<DataCenterName> sharing = Audiences.sharing(plan.audiences());
        StringBuilder summary =
                new StringBuilder("Users of ").append(plan.application()).append(' ');
        summary.append(sharing.isEmpty() ? "are sent nowhere" : "go to " + joined(sharing));
        if (plan.writeRoute() != null) {
            summary.append(", writes to ").append(plan.writeRoute());
        }
        for (Standing standing : plan.standings()) {
            if (standing.leaving()) {
                summary.append("; ")
                        .append(standing.dataCenter())
                        .append(" is ")
                        .append(standing.reason());
            } else if (!sharing.contains(standing.dataCenter()) || standing.state() != Standing.State.SERVING) {
                summary.append("; ")
                        .append(standing.dataCenter())
                        .append(" is ")
                        .append(word(standing.state()))
                        .append(sharing.contains(standing.dataCenter()) ? "" : " and gets nothing")
                        .append(" (")
                        .append(standing.reason())
                        .append(')');
            }
        }
        readOnly(plan)
                .forEach((why, where) -> summary.append("; no writes in ")
                        .append(String.join(", ", where))
                        .append(" (")
                        .append(why)
                        .append(')'));
        for (Load load : plan.loads()) {
            if (load.excessPerSecond() > 0) {
                summary.append("; ")
                        .append(load.dataCenter())
                        .append(" gets ")
                        .append(load.perSecond())
                        .append(" requests/s, ")
                        .append(load.excessPerSecond())
                        .append(" above its limit, and nobody has room (shedding some of ")
                        .append(String.join(", ", load.audiences()))
                        .append(" would help)");
            }
        }
        return summary.append('.').toString();
    }

    /** Which data centers take no writes, by the reason. */
    private static Map<String, List<String>> readOnly(RoutingPlan plan) {
        Map<String, List<String>> where = new LinkedHashMap<>();
        for (Standing standing : plan.standings()) {
            Standing.ModeReason why = standing.modeReason();
            if (why != null && standing.mode() == ServingMode.READ_ONLY) {
                where.computeIfAbsent(why.reason(), reason -> new ArrayList<>())
                        .add(standing.dataCenter().value());
            }
        }
        return where;
    }

    /** How much the users are expected to ask for, and whether that was counted; empty where nobody knows it. */
    public static String demand(DemandInForce inForce) {
        Demand demand = inForce.demand();
        if (demand == null) {
            return "";
        }
        Map<String, Long> perSecond = demand.perSecond();
        List<String> parts = perSecond.entrySet().stream()
                .filter(asked -> asked.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(asked -> "%s %d %s"
                        .formatted(
                                asked.getKey(),
                                asked.getValue(),
                                inForce.observed().contains(asked.getKey()) ? "observed" : "configured"))
                .toList();
        String most = String.join(", ", parts.subList(0, Math.min(MOST_NAMED, parts.size())));
        String others = parts.size() > MOST_NAMED ? ", %d others".formatted(parts.size() - MOST_NAMED) : "";
        long all = perSecond.values().stream().mapToLong(Long::longValue).sum();
        return " %d requests/s are expected%s.".formatted(all, parts.isEmpty() ? "" : ": " + most + others);
    }

    /** What is left to an application of data centers of which all together ask too much; empty where that is none. */
    public static String shared(Situation situation) {
        StringBuilder said = new StringBuilder();
        situation
                .shared()
                .forEach((dataCenter, left) -> said.append(' ')
                        .append(left(dataCenter, left, situation.fleet()))
                        .append('.'));
        return said.toString();
    }

    static String left(DataCenterName dataCenter, double left, Fleet fleet) {
        return "%s: applications together ask for more than its %d requests/s, %d of them are left to this one"
                .formatted(dataCenter, fleet.capacities().getOrDefault(dataCenter, 0L), (long) left);
    }

    /** What a plan changes against the one before it, and why. */
    public static String change(@Nullable RoutingPlan previous, RoutingPlan plan) {
        if (previous == null) {
            return "first plan";
        }
        List<String> changes = new ArrayList<>();
        for (Standing standing : plan.standings()) {
            Standing before = in(previous, standing.dataCenter());
            if (before == null) {
                changes.add(standing.dataCenter() + " joined as " + word(standing.state()) + ": " + standing.reason());
            } else if (before.state() != standing.state()) {
                changes.add(standing.dataCenter() + " " + word(before.state()) + " to " + word(standing.state()) + ": "
                        + standing.reason());
            } else if (before.mode() != standing.mode() && standing.modeReason() != null) {
                changes.add(standing.dataCenter() + " " + word(before.mode()) + " to " + word(standing.mode()) + ": "
                        + standing.modeReason().reason());
            } else if (!before.equals(standing)) {
                changes.add(standing.dataCenter() + " stays " + word(standing.state()) + ": " + standing.reason());
            }
        }
        for (Standing before : previous.standings()) {
            if (in(plan, before.dataCenter()) == null) {
                changes.add(before.dataCenter() + " left the application");
            }
        }
        if (!Objects.equals(previous.writeRoute(), plan.writeRoute())) {
            changes.add("writes " + orNowhere(previous.writeRoute()) + " to " + orNowhere(plan.writeRoute()));
        }
        if (changes.isEmpty()) {
            changes.add("the application or the fleet was changed");
        }
        return String.join("; ", changes);
    }

    private static String joined(Set<DataCenterName> names) {
        return String.join(", ", names.stream().map(DataCenterName::value).toList());
    }

    private static @Nullable Standing in(RoutingPlan plan, DataCenterName dataCenter) {
        for (Standing standing : plan.standings()) {
            if (standing.dataCenter().equals(dataCenter)) {
                return standing;
            }
        }
        return null;
    }

    private static String orNowhere(@Nullable DataCenterName dataCenter) {
        return dataCenter == null ? "nowhere" : dataCenter.value();
    }

    private static String word(ServingMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String word(Standing.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
