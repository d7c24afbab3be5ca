package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.service.region.Contact;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.region.PlanDigests;
import dev.fairlead.traffic.region.RegionPlans;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One region of a simulation: it asks the others for their plans, hears verdicts and orders late, and decides by the same
 * {@link Round} as the service. Where it is cut off nothing reaches it; what it heard before stays.
 */
final class RegionSimulation {

    private static final Duration ASK = Duration.ofMillis(500);
    private static final Duration DECIDE = Duration.ofMillis(200);
    private static final Duration READ_INTENT = Duration.ofSeconds(5);

    private final RegionName name;
    private final Random random;
    private final Map<RegionName, Answer> answers = new TreeMap<>();
    private final Map<RegionName, Instant> nextAsked = new HashMap<>();
    private Instant nextDecided = Instant.MIN;
    private Instant nextIntent = Instant.MIN;
    private Intent intent;
    private PlansInForce.InForce inForce = new PlansInForce.InForce(Map.of(), true, false, "");
    private Map<ApplicationName, Situation> settled = Map.of();
    private PlanDigests digests = PlanDigests.NONE;
    private Map<DataCenterName, Standing.State> states = Map.of();

    RegionSimulation(RegionName name, Intent intent, Random random) {
        this.name = name;
        this.intent = intent;
        this.random = random;
    }

    RegionName name() {
        return name;
    }

    /** @param reached whether there is a way to it now */
    void listen(RegionSimulation peer, boolean reached, Instant now) {
        if (reached && !now.isBefore(nextAsked.getOrDefault(peer.name, Instant.MIN))) {
            answers.put(
                    peer.name,
                    new Answer(
                            now,
                            new RegionPlans(
                                    peer.inForce.isolated(),
                                    peer.intent.version(),
                                    List.copyOf(peer.inForce.plans().values())),
                            peer.intent));
            nextAsked.put(peer.name, now.plus(ASK));
        }
    }

    /** The bus wakes it: it asks that peer again soon. */
    void wake(RegionName peer, Instant now) {
        Instant soon = now.plusMillis(random.nextInt(100));
        nextAsked.merge(peer, soon, (planned, asked) -> planned.isBefore(asked) ? planned : asked);
    }

    void wakeIntent(Instant now) {
        Instant soon = now.plusMillis(random.nextInt(100));
        nextIntent = nextIntent.isBefore(soon) ? nextIntent : soon;
    }

    /** Reads what operators want, when it is time and the database answers. */
    void read(Intent latest, boolean databaseAnswers, Instant now) {
        if (databaseAnswers && !now.isBefore(nextIntent)) {
            intent = latest;
            nextIntent = now.plus(READ_INTENT);
        }
    }

    /** Which of the versions of what operators want it knows. */
    long intentVersion() {
        return intent.version();
    }

    private void hearIntents(Instant now) {
        if (contact(now).isolated()) {
            return;
        }
        for (Answer answer : answers.values()) {
            if (Contact.fresh(answer.asked(), now) && answer.intent().version() > intent.version()) {
                intent = answer.intent();
            }
        }
    }

    Contact contact(Instant now) {
        long heard = answers.values().stream()
                .filter(answer -> Contact.fresh(answer.asked(), now))
                .count();
        return new Contact((int) heard + 1, nextAsked.size() + 1);
    }

    /**
     * Decides, when it is time.
     *
     * @param health what its health-service says of each data center while it hears a majority
     * @return whether it changed anything that others may want to hear
     */
    boolean decide(Function<DataCenterName, Health> health, Distances distances, Instant now) {
        if (now.isBefore(nextDecided)) {
            return false;
        }
        nextDecided = now.plus(DECIDE);
        hearIntents(now);
        Heard heard = heard(now);
        PlansInForce.InForce before = inForce;
        boolean isolated = heard.contact().isolated();
        Function<Application, Evidence> evidence = one -> evidence(one, health, heard, now);
        Round round = Round.decide(intent, evidence, heard, before, settled, distances, now);
        assertThat(round.plans())
                .as("what was settled needs no decision")
                .isEqualTo(Round.decide(intent, evidence, heard, before, Map.of(), distances, now)
                        .plans());
        settled = round.settled();
        if (before.isolated() && !isolated) {
            wakeIntent(now);
        }
        inForce = new PlansInForce.InForce(round.plans(), isolated, true, "");
        if (!round.changed().isEmpty()) {
            digests = PlanDigests.of(round.plans(), digests);
            states = statesOf(round.plans().values());
        }
        return !round.changed().isEmpty() || isolated != before.isolated();
    }

    private Heard heard(Instant now) {
        Map<String, Map<ApplicationName, RoutingPlan>> plans = new TreeMap<>();
        Map<String, Map<ApplicationName, RoutingPlan>> memories = new TreeMap<>();
        answers.forEach((peer, answer) -> {
            if (Contact.fresh(answer.asked(), now)) {
                (answer.told().isolated() ? memories : plans)
                        .put(
                                peer.value(),
                                answer.told().plans().stream()
                                        .collect(Collectors.toMap(RoutingPlan::application, Function.identity())));
            }
        });
        return new Heard(contact(now), plans, memories, List.of());
    }

    private static Evidence evidence(
            Application application, Function<DataCenterName, Health> health, Heard heard, Instant now) {
        if (heard.contact().isolated()) {
            return Evidence.CUT_OFF;
        }
        Map<DataCenterName, List<Verdict>> said = new TreeMap<>();
        application.spec().pools().forEach(pool -> {
            DataCenterName name = pool.dataCenter();
            Endpoint endpoint =
                    new Endpoint(application.name(), name, pool.endpoints().getFirst());
            said.put(name, List.of(new Verdict(endpoint, health.apply(name), now, now, "simulated", List.of())));
        });
        return new Evidence(said, null, heard.elsewhere(application.name()));
    }

    boolean isolated() {
        return inForce.isolated();
    }

    String digest() {
        return digests.toString();
    }

    Map<DataCenterName, Standing.State> states() {
        return states;
    }

    private static Map<DataCenterName, Standing.State> statesOf(Collection<RoutingPlan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.standings().stream())
                .collect(Collectors.toMap(Standing::dataCenter, Standing::state, (one, same) -> one, TreeMap::new));
    }

    private record Answer(Instant asked, RegionPlans told, Intent intent) {}
}
