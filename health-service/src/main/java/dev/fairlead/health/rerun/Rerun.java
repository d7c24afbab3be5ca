package dev.fairlead.health.rerun;

import static java.util.stream.Collectors.groupingBy;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.health.history.ProbeRun;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Verdicts as they would have been. Each region's clock is believed, and every region to have heard at once what another one
 * found; a region that probed nothing counts as silent, and while this one did, nobody decided here.
 */
public final class Rerun {

    private final Rules rules;
    private final Period period;
    private final Map<RegionName, Spans> heard = new HashMap<>();

    private Rerun(Rules rules, Period period) {
        this.rules = rules;
        this.period = period;
    }

    /** How long before a period probes have to be known: by then no outage counts that was before. */
    public static Duration leadTime(List<Target> targets) {
        return targets.stream()
                .map(target -> Quorum.freshness(target.check())
                        .plusMillis(target.check().holdDown().mostMs()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /**
     * @param targets with the checks that are to have been theirs
     * @return in order of time; the first of each endpoint says what it was when the period began, or when it was first probed
     */
    public static List<Transition> of(List<ProbeRun> runs, List<Target> targets, Rules rules, Period period) {
        Rerun rerun = new Rerun(rules, period);
        Map<Endpoint, List<ProbeRun>> recorded = runs.stream()
                .filter(run -> rules.vantagePoints().contains(run.vantagePoint()))
                .collect(groupingBy(ProbeRun::endpoint));
        Map<Target, List<Witness>> witnesses = new HashMap<>();
        for (Target target : targets) {
            witnesses.put(target, rerun.witnesses(target, recorded.getOrDefault(target.endpoint(), List.of())));
        }
        return targets.stream()
                .flatMap(target -> rerun.transitions(target, witnesses.getOrDefault(target, List.of())).stream())
                .sorted(Comparator.comparing(Transition::at).thenComparing(Transition::endpoint))
                .toList();
    }

    private List<Witness> witnesses(Target target, List<ProbeRun> runs) {
        List<Witness> witnesses = new ArrayList<>();
        runs.stream().collect(groupingBy(ProbeRun::vantagePoint)).forEach((name, own) -> {
            Witness witness = new Witness(name, target, own);
            witnesses.add(witness);
            heard.computeIfAbsent(name, region -> new Spans()).addAll(witness.fresh());
        });
        return witnesses;
    }

    private List<Transition> transitions(Target target, List<Witness> witnesses) {
        List<Transition> told = new ArrayList<>();
        Verdict verdict = null;
        for (Instant now : moments(witnesses)) {
            Set<RegionName> present = heard(now);
            if (!present.contains(rules.here())) {
                continue;
            }
            Verdict before = verdict;
            verdict = Quorum.decide(target, votes(witnesses, now), rules.hearing(present), before, now);
            if (now.isAfter(period.from())) {
                if (told.isEmpty()) {
                    told.add(beginning(before == null ? verdict : before));
                }
                Transition transition = before == null ? null : Quorum.transition(rules.here(), before, verdict);
                if (transition != null) {
                    told.add(transition);
                }
            }
        }
        if (told.isEmpty() && verdict != null) {
            told.add(beginning(verdict));
        }
        return told;
    }

    private Transition beginning(Verdict first) {
        return new Transition(
                first.endpoint(),
                rules.here(),
                Health.UNKNOWN,
                first.health(),
                first.since(),
                first.proof(),
                first.reason());
    }

    /** When a verdict may become another one: somebody finds something else, or is heard or not heard any more. */
    private NavigableSet<Instant> moments(List<Witness> witnesses) {
        if (witnesses.isEmpty()) {
            return new TreeSet<>();
        }
        NavigableSet<Instant> moments = new TreeSet<>();
        witnesses.forEach(witness -> {
            moments.addAll(witness.changes());
            moments.addAll(witness.fresh().turns());
        });
        heard.values().forEach(spans -> moments.addAll(spans.turns()));
        return moments.headSet(period.until(), true);
    }

    private Set<RegionName> heard(Instant now) {
        Set<RegionName> present = new HashSet<>();
        heard.forEach((region, spans) -> {
            if (spans.cover(now)) {
                present.add(region);
            }
        });
        return present;
    }

    private static List<Vote> votes(List<Witness> witnesses, Instant now) {
        return witnesses.stream()
                .map(witness -> witness.vote(now))
                .filter(Objects::nonNull)
                .toList();
    }
}
