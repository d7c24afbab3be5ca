package dev.fairlead.health.verdict;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.health.HealthProperties;
import dev.fairlead.health.history.History;
import dev.fairlead.health.quorum.Electorate;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import dev.fairlead.health.target.Targets;
import dev.fairlead.health.vantage.Peers;
import dev.fairlead.health.vantage.WholeRegion;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.database.Schema;
import dev.fairlead.service.region.Isolation;
import dev.fairlead.service.region.RegionProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The verdicts in force. Every pass decides all of them anew; nothing on the way waits for a database. */
@Component
public final class Verdicts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Verdicts.class);
    /** How often votes are looked at for their age when nothing changes. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Targets targets;
    private final WholeRegion region;
    private final Peers peers;
    private final History history;
    private final EventBus bus;
    private final InstantSource clock;
    private final RegionName here;
    private final Set<RegionName> regions;
    private final int quorum;
    private final Isolation isolation;
    private final Counter changed;
    private final Map<Endpoint, Verdict> restored = new HashMap<>();
    private final Loop loop;
    private volatile InForce inForce = new InForce(Map.of(), "");

    Verdicts(
            HealthProperties properties,
            RegionProperties regions,
            Targets targets,
            WholeRegion region,
            Peers peers,
            History history,
            Schema schema,
            EventBus bus,
            InstantSource clock,
            MeterRegistry registry) {
        this.targets = targets;
        this.region = region;
        this.peers = peers;
        this.history = history;
        this.bus = bus;
        this.clock = clock;
        this.here = regions.region();
        this.regions = new HashSet<>(regions.peers().keySet());
        this.regions.add(here);
        this.quorum = properties.quorum();
        this.isolation = new Isolation(clock.instant(), registry);
        this.changed = registry.counter("fairlead.verdicts.changed");
        schema.atStart(history::newestOfEachEndpoint)
                .orElse(List.of())
                .forEach(last -> restored.put(last.endpoint(), Quorum.restored(last)));
        decide();
        this.loop = Loop.start("verdicts", LOOK, this::decide);
        region.onChange(loop::wake);
        peers.onHeard(loop::wake);
        targets.follow(list -> loop.wake());
    }

    private Pass decide() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as history keeps it
        Electorate electorate = new Electorate(regions, quorum, heard(now));
        isolation.take(electorate.contact(), now);
        Map<Endpoint, Verdict> latest = inForce.verdicts();
        Map<Endpoint, Verdict> next = new LinkedHashMap<>();
        List<Transition> transitions = new ArrayList<>();
        for (Target target : targets.latest()) {
            Endpoint endpoint = target.endpoint();
            Verdict previous = latest.getOrDefault(endpoint, restored.get(endpoint));
            Verdict verdict = Quorum.decide(target, votes(endpoint), electorate, previous, now);
            next.put(endpoint, verdict);
            Transition transition = Quorum.transition(here, previous, verdict);
            if (transition != null) {
                transitions.add(transition);
            }
        }
        inForce = inForce.followedBy(next);
        restored.keySet().removeAll(next.keySet());
        transitions.forEach(transition -> bus.publish(
                new Event(Topic.VERDICTS.name(), transition.endpoint().toString())));
        transitions.forEach(this::record);
        return new Pass.Settled();
    }

    private Set<RegionName> heard(Instant now) {
        Set<RegionName> heard = new HashSet<>(peers.heard(now));
        heard.add(here);
        return heard;
    }

    private List<Vote> votes(Endpoint endpoint) {
        List<Vote> votes = new ArrayList<>(peers.votes(endpoint));
        Vote own = region.vote(endpoint);
        if (own != null) {
            votes.add(own);
        }
        return votes;
    }

    private void record(Transition transition) {
        history.add(transition);
        changed.increment();
        log.info(
                "endpoint={} verdict={} was={} proof={} after_ms={} reason=\"{}\"",
                transition.endpoint(),
                transition.to(),
                transition.from(),
                transition.proof(),
                Duration.between(transition.proof(), transition.at()).toMillis(),
                transition.reason());
    }

    InForce now() {
        return inForce;
    }

    /**
     * The verdicts at one moment.
     *
     * @param verdicts sorted by endpoint
     * @param version another one when they say something else
     */
    record InForce(Map<Endpoint, Verdict> verdicts, String version) {

        private InForce followedBy(Map<Endpoint, Verdict> next) {
            return new InForce(next, says(next) ? version : UUID.randomUUID().toString());
        }

        /** Whether it is said already; votes are renewed by every probe and say nothing else. */
        private boolean says(Map<Endpoint, Verdict> next) {
            return next.size() == verdicts.size()
                    && next.values().stream().allMatch(verdict -> {
                        Verdict said = verdicts.get(verdict.endpoint());
                        return said != null && said.saysTheSame(verdict);
                    });
        }

        List<Verdict> list() {
            return List.copyOf(verdicts.values());
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
