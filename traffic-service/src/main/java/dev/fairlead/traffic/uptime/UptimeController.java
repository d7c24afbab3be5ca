package dev.fairlead.traffic.uptime;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.intent.LatestIntent;
import dev.fairlead.traffic.steering.Application;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/v1/applications")
class UptimeController {

    static final int MOST_DAYS = 90;

    private final LatestIntent intent;
    private final AvailabilityHistory history;
    private final InstantSource clock;

    UptimeController(LatestIntent intent, AvailabilityHistory history, InstantSource clock) {
        this.intent = intent;
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/{application}/uptime")
    UptimeReport uptime(@PathVariable String application, @RequestParam(defaultValue = "30") int days) {
        int window = (int) InvalidFieldException.inRange(days, 1, MOST_DAYS, "days");
        Application wanted = find(ApplicationName.of(application));
        Instant now = clock.instant();
        return Availability.report(
                wanted.name(),
                wanted.spec().uptime(),
                history.since(wanted.name(), now.minus(Duration.ofDays(window))),
                window,
                now);
    }

    private Application find(ApplicationName name) {
        Intent latest = intent.latest();
        if (latest == null) {
            throw Problem.notReady("INTENT_NOT_READ", "the applications are not read yet");
        }
        return latest.applications().stream()
                .filter(application -> application.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("NOT_FOUND", "there is no " + name));
    }
}
