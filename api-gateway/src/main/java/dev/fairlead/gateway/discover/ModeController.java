package dev.fairlead.gateway.discover;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.traffic.RoutingPlan;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells an application what it can do in each data center, and lets it wait until that may have changed. Answered here, from the plans
 * that this gateway holds: an application has to know that it is read-only most of all while something is away.
 */
@RestController
class ModeController {

    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9})s?");

    private final AwaitedPlans awaited;

    ModeController(AwaitedPlans awaited) {
        this.awaited = awaited;
    }

    /** 304 where there is no plan after that epoch, at once or when the wait is over. */
    @GetMapping("/v1/applications/{name}/mode")
    ResponseEntity<Modes> mode(
            @PathVariable String name,
            @Parameter(description = "The epoch of the last answer; only a newer one is told.")
                    @RequestParam(required = false)
                    @Nullable Long after,
            @Parameter(description = "How long to wait for a newer one, such as 30s: at most 60s are waited.")
                    @RequestParam(defaultValue = "0s")
                    String wait) {
        ApplicationName application = ApplicationName.of(name);
        long known = after == null ? Precondition.NOTHING : after;
        int seconds = seconds(wait);
        RoutingPlan plan = awaited.plan(application);
        if (plan.epoch() <= known && seconds > 0 && awaited.awaitNewer(application, known, seconds)) {
            plan = awaited.plan(application);
        }
        return plan.epoch() > known
                ? AwaitedPlans.head(HttpStatus.OK, plan.epoch()).body(Modes.of(plan))
                : AwaitedPlans.head(HttpStatus.NOT_MODIFIED, known).build();
    }

    private static int seconds(String wait) {
        Matcher seconds = SECONDS.matcher(wait);
        if (!seconds.matches()) {
            throw new InvalidFieldException("wait", "wait is not a number of seconds such as 30s");
        }
        return Math.min(Integer.parseInt(seconds.group(1)), Precondition.LONGEST_SECONDS);
    }
}
