package dev.fairlead.health.verdict;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.VerdictSimulation;
import dev.fairlead.health.HealthProperties;
import dev.fairlead.health.history.ProbeRun;
import dev.fairlead.health.history.ProbeRuns;
import dev.fairlead.health.rerun.Period;
import dev.fairlead.health.rerun.Rerun;
import dev.fairlead.health.rerun.Rules;
import dev.fairlead.health.target.Target;
import dev.fairlead.health.target.Targets;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.RegionProperties;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Answers what the verdicts of a period would have been under other rules, from what was probed in it. Changes nothing. */
@RestController
class SimulationController {

    /** What is read and played again within the patience of whoever asks. */
    private static final int MOST_RUNS = 50_000;
    /** By which the clock of whoever asks may be ahead. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);

    private final RegionName here;
    private final Set<RegionName> vantagePoints;
    private final int quorum;
    private final Duration kept;
    private final Targets targets;
    private final ProbeRuns runs;
    private final InstantSource clock;

    SimulationController(
            HealthProperties properties,
            RegionProperties regions,
            Targets targets,
            ProbeRuns runs,
            InstantSource clock) {
        this.here = regions.region();
        this.vantagePoints = new HashSet<>(regions.peers().keySet());
        this.vantagePoints.add(here);
        this.quorum = properties.quorum();
        this.kept = properties.keepTransitions();
        this.targets = targets;
        this.runs = runs;
        this.clock = clock;
    }

    @PostMapping("/v1/verdicts/simulate")
    Listing<Transition> simulate(@RequestBody VerdictSimulation question) {
        Rules rules = rules(question);
        Period period = period(question);
        List<Target> asked = asked(question);
        Set<ApplicationName> applications =
                asked.stream().map(target -> target.endpoint().application()).collect(Collectors.toSet());
        List<ProbeRun> recorded =
                runs.between(applications, period.from().minus(Rerun.leadTime(asked)), period.until(), MOST_RUNS + 1);
        if (recorded.size() > MOST_RUNS) {
            throw Problem.invalid(
                    "PERIOD_TOO_LONG",
                    "/from",
                    "more than %d changes were probed in it: ask for a shorter period".formatted(MOST_RUNS));
        }
        return new Listing<>(Rerun.of(recorded, asked, rules, period));
    }

    private Rules rules(VerdictSimulation question) {
        int wanted = requireNonNullElse(question.quorum(), quorum);
        return new Rules(here, vantagePoints, (int) inRange(wanted, 1, vantagePoints.size(), "quorum"));
    }

    /** The newest probes are left out: some of them are not written yet. */
    private Period period(VerdictSimulation question) {
        Instant now = clock.instant();
        Instant oldest = now.minus(kept);
        Instant newest = now.minus(ProbeRuns.WRITTEN_AFTER);
        if (question.until().isAfter(now.plus(CLOCKS_AGREE))) {
            throw Problem.invalid("PERIOD_IN_THE_FUTURE", "/until", "it is only %s now".formatted(now));
        }
        if (question.from().isBefore(oldest)) {
            throw Problem.invalid(
                    "PERIOD_TOO_OLD", "/from", "what was probed before %s is forgotten".formatted(oldest));
        }
        if (question.from().isAfter(newest)) {
            throw Problem.invalid(
                    "PERIOD_TOO_RECENT", "/from", "what was probed after %s is not written yet".formatted(newest));
        }
        return new Period(question.from(), question.until().isBefore(newest) ? question.until() : newest);
    }

    private List<Target> asked(VerdictSimulation question) {
        List<Target> asked = targets.latest().stream()
                .filter(target -> question.concerns(target.endpoint()))
                .map(target -> new Target(
                        target.endpoint(), target.host(), question.check().appliedTo(target.check()), target.region()))
                .toList();
        if (asked.isEmpty()) {
            throw question.application() == null
                    ? Problem.notFound("UNKNOWN_TARGET", "none of these is probed")
                    : Problem.notFound(
                            "UNKNOWN_APPLICATION", "no endpoint of %s is probed".formatted(question.application()));
        }
        return asked;
    }
}
