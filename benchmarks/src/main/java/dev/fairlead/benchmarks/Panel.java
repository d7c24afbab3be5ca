package dev.fairlead.benchmarks;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.health.probe.Stagger;
import dev.fairlead.health.quorum.Electorate;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Three vantage points that probe the same endpoints from this process, and the verdicts of a quorum of two. */
final class Panel implements AutoCloseable {

    static final int QUORUM = 2;

    private static final List<RegionName> NAMES =
            List.of(RegionName.of("one"), RegionName.of("two"), RegionName.of("three"));
    private static final Electorate ELECTORATE = new Electorate(Set.copyOf(NAMES), QUORUM, Set.copyOf(NAMES));

    private final Map<Endpoint, Target> targets;
    private final List<ProberVantage> vantages =
            NAMES.stream().map(this::vantage).toList();
    private final Map<Endpoint, Verdict> verdicts = new HashMap<>();
    private int verdictsDown;

    Panel(List<Target> targets) {
        this.targets = targets.stream().collect(Collectors.toUnmodifiableMap(Target::endpoint, Function.identity()));
    }

    private ProberVantage vantage(RegionName name) {
        return new ProberVantage(name, Stagger.of(name, Set.copyOf(NAMES)), this::decide);
    }

    /** Probes until every vantage point finds every endpoint up. */
    void start() {
        vantages.forEach(vantage -> vantage.probe(List.copyOf(targets.values())));
        RegionsBenchmark.await(() -> vantages.stream().allMatch(this::findsAllUp));
    }

    private boolean findsAllUp(ProberVantage vantage) {
        return targets.keySet().stream()
                .allMatch(endpoint -> vantage.findings()
                        .observation(endpoint)
                        .filter(observation -> observation.health() == Health.UP)
                        .isPresent());
    }

    private synchronized void decide(Endpoint endpoint) {
        List<Vote> votes = vantages.stream()
                .map(vantage -> vantage.findings().observation(endpoint))
                .flatMap(Optional::stream)
                .map(observation -> new Vote(observation, observation.at()))
                .toList();
        Target target = Objects.requireNonNull(targets.get(endpoint));
        @Nullable Verdict before = verdicts.get(endpoint);
        Verdict after = Quorum.decide(target, votes, ELECTORATE, before, Instant.now());
        verdicts.put(endpoint, after);
        if (after.health() == Health.DOWN && (before == null || before.health() != Health.DOWN)) {
            verdictsDown++;
        }
    }

    List<ProberVantage> vantages() {
        return vantages;
    }

    /** How often a verdict became down. */
    synchronized int verdictsDown() {
        return verdictsDown;
    }

    @Override
    public void close() {
        vantages.forEach(ProberVantage::close);
    }
}
