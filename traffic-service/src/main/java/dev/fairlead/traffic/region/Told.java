package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.region.PeerQuestion;
import dev.fairlead.traffic.intent.Intent;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;

/**
 * What another region told of its plans.
 *
 * @param version under which the region knows this answer
 * @param intent what the plans were decided on, or something later
 */
public record Told(
        boolean isolated,
        Map<ApplicationName, RoutingPlan> plans,
        PlanDigests digests,
        String version,
        ToldIntent intent) {

    /**
     * The intent of another region.
     *
     * @param version 0: it has none to tell
     * @param ask asks for it
     */
    public record ToldIntent(long version, Supplier<Intent> ask) {}

    /** Plans are only sent when they changed, so that asking often is cheap. */
    static PeerQuestion<Told> question(RegionName name, RegionApi api) {
        return (before, asked) -> {
            ResponseEntity<RegionPlans> answer = api.plans(name.value(), before == null ? null : before.version);
            RegionPlans plans = answer.getBody();
            if (plans == null && before != null) {
                return before;
            }
            return of(
                    Objects.requireNonNull(plans, "no plans in the answer of " + name),
                    Objects.requireNonNullElse(answer.getHeaders().getETag(), "\"\""),
                    before == null ? PlanDigests.NONE : before.digests,
                    new ToldIntent(plans.intent(), () -> api.intent(name.value())));
        };
    }

    private static Told of(RegionPlans answer, String version, PlanDigests before, ToldIntent intent) {
        Map<ApplicationName, RoutingPlan> plans = answer.plans().stream()
                .collect(Collectors.toUnmodifiableMap(RoutingPlan::application, Function.identity()));
        return new Told(answer.isolated(), plans, PlanDigests.of(plans, before), version, intent);
    }
}
