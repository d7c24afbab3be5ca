package dev.fairlead.gateway.arrival;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.arrival.correct.Correction;
import dev.fairlead.gateway.dataplane.DnsCorrection;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Corrects what DNS answers, one step at the beginning of each period of {@link Correction#STEP} by the clock: so all gateways take
 * their steps at the same time and by the same observed shares. A period in which these could not be read is one without
 * observation. A plan counts from the moment in which it is known, between two steps too.
 */
final class Corrections implements DnsCorrection, AutoCloseable {

    /** Also the longest wait between two tries to read. */
    static final Duration LOOK = Duration.ofSeconds(5);

    private static final int SENTENCES = 3;

    private final Supplier<List<RoutingPlan>> plans;
    private final Supplier<List<ObservedShare>> source;
    private final InstantSource clock;
    private final Map<ApplicationName, Correction> known = new HashMap<>();
    private final Loop loop;

    /** What was asked for last, and the answer; a step makes others. */
    private List<RoutingPlan> planned = List.of();

    private List<RoutingPlan> answered = List.of();

    /** The last period of which the step was taken. */
    private long stepped;

    Corrections(
            Supplier<List<RoutingPlan>> plans,
            Supplier<List<ObservedShare>> source,
            InstantSource clock,
            Duration look) {
        this.plans = plans;
        this.source = source;
        this.clock = clock;
        this.stepped = period(clock.instant()) - 1;
        this.loop = Loop.start("correction", look, this::pass);
    }

    private static long period(Instant now) {
        return now.getEpochSecond() / Correction.STEP.toSeconds();
    }

    private Pass pass() {
        Instant now = clock.instant();
        long period = period(now);
        if (period > stepped + 1) {
            step(Map.of(), now);
            stepped = period - 1;
        }
        if (period > stepped) {
            step(requests(source.get()), now);
            stepped = period;
        }
        return new Pass.Settled();
    }

    private static Map<ApplicationName, Map<DataCenterName, Long>> requests(List<ObservedShare> shares) {
        return shares.stream()
                .collect(Collectors.groupingBy(
                        ObservedShare::application,
                        Collectors.toMap(ObservedShare::dataCenter, ObservedShare::requests)));
    }

    private synchronized void step(Map<ApplicationName, Map<DataCenterName, Long>> requests, Instant now) {
        Map<ApplicationName, Correction> next = new HashMap<>();
        for (RoutingPlan plan : plans.get()) {
            Map<DataCenterName, Long> seen = requests.getOrDefault(plan.application(), Map.of());
            next.put(plan.application(), following(plan, now).step(seen, now));
        }
        known.clear();
        known.putAll(next);
        planned = List.of();
        answered = List.of();
    }

    private Correction following(RoutingPlan plan, Instant now) {
        Correction before = known.get(plan.application());
        return before == null ? Correction.of(plan) : before.follow(plan, now);
    }

    /** Takes notice of what is planned now. */
    void follow() {
        corrected(plans.get());
    }

    @Override
    public synchronized List<RoutingPlan> corrected(List<RoutingPlan> all) {
        if (all != planned) {
            Instant now = clock.instant();
            List<RoutingPlan> next = new ArrayList<>(all.size());
            for (RoutingPlan plan : all) {
                Correction correction = following(plan, now);
                known.put(plan.application(), correction);
                next.add(correction.answered());
            }
            planned = all;
            answered = Collections.unmodifiableList(next);
        }
        return answered;
    }

    @Override
    public List<String> inWords() {
        List<String> all = all();
        List<String> told = new ArrayList<>(all.subList(0, Math.min(SENTENCES, all.size())));
        if (all.size() > told.size()) {
            told.add("and %d more are corrected".formatted(all.size() - told.size()));
        }
        return told;
    }

    /** How many applications are answered otherwise than planned. */
    int count() {
        return all().size();
    }

    private synchronized List<String> all() {
        SortedMap<ApplicationName, String> words = new TreeMap<>();
        known.forEach((application, correction) ->
                correction.inWords().ifPresent(sentence -> words.put(application, sentence)));
        return List.copyOf(words.values());
    }

    @Override
    public void close() {
        loop.close();
    }
}
