package dev.fairlead.traffic.plan;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.health.VerdictSimulation;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.CheckChange;
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.traffic.evidence.Reruns;
import dev.fairlead.traffic.steering.Explanation;
import dev.fairlead.traffic.steering.Places;
import dev.fairlead.traffic.steering.Replay;
import dev.fairlead.traffic.steering.Replay.Loss;
import dev.fairlead.traffic.steering.Replay.What;
import dev.fairlead.traffic.steering.SimulatedOrders;
import dev.fairlead.traffic.steering.SimulatedVerdicts;
import dev.fairlead.traffic.steering.Situation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Plays what happened again with something else in it: another policy, a lost data center, other orders, verdicts by other rules.
 * Changes nothing.
 */
@RestController
class SimulationController {

    private final PlanHistory history;
    private final Reruns reruns;
    private final InstantSource clock;
    private final Places places = PlacesFile.read();

    SimulationController(PlanHistory history, Reruns reruns, InstantSource clock) {
        this.history = history;
        this.reruns = reruns;
        this.clock = clock;
    }

    @PostMapping("/v1/applications/{application}/simulations")
    Simulation simulate(@PathVariable String application, @RequestBody Question question) {
        ApplicationName name = ApplicationName.of(application);
        Instant end = requireNonNullElse(question.to(), clock.instant());
        if (end.isBefore(question.from())) {
            throw new InvalidFieldException("to", "the period ends before it begins");
        }
        List<PlanHistory.Decided> recorded = history.between(name, question.from(), end);
        if (recorded.isEmpty()) {
            throw Problem.notFound("NO_PLAN", "there is no plan of " + name + " until " + end);
        }
        List<Situation> situations =
                recorded.stream().map(PlanHistory.Decided::situation).toList();
        List<RoutingPlan> were =
                recorded.stream().map(PlanHistory.Decided::plan).toList();
        SimulatedOrders orders = orders(question, end, situations);
        List<Replay.Step> would = replay(situations, question.what(end, orders, verdicts(name, question, end)), end);
        return new Simulation(
                Replay.switches(were),
                Replay.switches(would.stream().map(Replay.Step::plan).toList()),
                reproduces(situations, were),
                would.stream().map(Moment::of).toList());
    }

    private static SimulatedOrders orders(Question question, Instant end, List<Situation> situations) {
        GivenOrders given = new GivenOrders(question.from(), end, situations, question.spec());
        return new SimulatedOrders(question.withoutOverrides(), given.overrides(question.orders()));
    }

    private SimulatedVerdicts verdicts(ApplicationName name, Question question, Instant end) {
        CheckChange check = question.healthCheck();
        if (check == null && question.quorum() == null) {
            return SimulatedVerdicts.NONE;
        }
        return new SimulatedVerdicts(reruns.of(new VerdictSimulation(
                question.from(),
                end,
                name,
                List.of(),
                requireNonNullElse(check, CheckChange.NONE),
                question.quorum())));
    }

    private List<Replay.Step> replay(List<Situation> situations, What what, Instant end) {
        try {
            return Replay.of(situations, what, end, places);
        } catch (IllegalStateException e) {
            throw Problem.invalid("PERIOD_TOO_LONG", "/from", e.getMessage() + ": ask for a shorter period");
        }
    }

    /** Whether every recorded decision comes out again as it was, each from its own inputs. */
    private boolean reproduces(List<Situation> situations, List<RoutingPlan> were) {
        for (int i = 0; i < situations.size(); i++) {
            Situation situation = situations.get(i);
            List<Replay.Step> again = Replay.of(List.of(situation), What.AS_IT_WAS, situation.now(), places);
            if (again.isEmpty() || !again.getFirst().plan().equals(were.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * What is asked.
     *
     * @param to absent: until now
     * @param spec the application as it is to have been; absent: as it was
     * @param lost data centers that are to have been down
     * @param orders what is to have been ordered as well
     * @param withoutOverrides whether nothing of what was ordered is to count
     * @param healthCheck what of the health check is to have been otherwise; absent: nothing
     * @param quorum how many vantage points are to have had to agree; absent: as many as do
     */
    record Question(
            Instant from,
            @Nullable Instant to,
            @Nullable ApplicationSpec spec,
            List<Lost> lost,
            List<Ordered> orders,
            Boolean withoutOverrides,
            @Nullable CheckChange healthCheck,
            @Nullable Integer quorum) {

        Question {
            required(from, "from");
            lost = elements(requireNonNullElse(lost, List.of()), "lost");
            orders = elements(requireNonNullElse(orders, List.of()), "orders");
            withoutOverrides = requireNonNullElse(withoutOverrides, false);
        }

        What what(Instant end, SimulatedOrders given, SimulatedVerdicts verdicts) {
            List<Loss> losses = new ArrayList<>();
            for (Lost one : lost) {
                losses.add(new Loss(
                        one.dataCenter(), requireNonNullElse(one.from(), from), requireNonNullElse(one.to(), end)));
            }
            return new What(spec, losses, given, verdicts);
        }
    }

    /** A data center that is to have been down; all of the time unless it says from when and until when. */
    record Lost(
            DataCenterName dataCenter,
            @Nullable Instant from,
            @Nullable Instant to) {

        Lost {
            required(dataCenter, "dataCenter");
        }
    }

    /**
     * What would have been.
     *
     * @param recordedSwitches how often users were sent elsewhere
     * @param simulatedSwitches how often they would have been
     * @param reproduces whether the same code comes to every recorded plan again
     */
    record Simulation(int recordedSwitches, int simulatedSwitches, boolean reproduces, List<Moment> timeline) {}

    /** A plan that would have come into force. */
    record Moment(Instant at, String summary, List<AudienceShares> audiences, List<Load> loads) {

        static Moment of(Replay.Step step) {
            RoutingPlan plan = step.plan();
            return new Moment(step.at(), Explanation.summary(plan), plan.audiences(), plan.loads());
        }
    }
}
