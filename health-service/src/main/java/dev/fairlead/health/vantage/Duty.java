package dev.fairlead.health.vantage;

import dev.fairlead.health.probe.Prober;
import dev.fairlead.health.share.Rota;
import dev.fairlead.health.target.Target;
import dev.fairlead.health.target.Targets;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Keeps the prober at this replica's part of the targets. It begins when it is known who else is there. */
@Component
final class Duty implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Duty.class);

    /** A replica that is lost is noticed this much later than it could be. */
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Replicas replicas;
    private final Targets targets;
    private final WholeRegion region;
    private final VantagePoint vantagePoint;
    private final Prober prober;
    private final InstantSource clock;
    private final Rota rota;
    private final AtomicBoolean news = new AtomicBoolean(true);
    private final Loop loop;
    private Set<ReplicaId> live = Set.of();
    private List<Target> probed = List.of();

    Duty(
            Replicas replicas,
            Targets targets,
            WholeRegion region,
            VantagePoint vantagePoint,
            Prober prober,
            InstantSource clock) {
        this.replicas = replicas;
        this.targets = targets;
        this.region = region;
        this.vantagePoint = vantagePoint;
        this.prober = prober;
        this.clock = clock;
        this.rota = new Rota(replicas.self());
        this.loop = Loop.start("duty", LOOK, this::look);
        region.onChange(this::wake);
        targets.follow(list -> wake());
    }

    private void wake() {
        news.set(true);
        loop.wake();
    }

    private Pass look() {
        if (!replicas.looked()) {
            return new Pass.Settled();
        }
        Instant now = clock.instant();
        Set<ReplicaId> nowLive = replicas.live(now);
        boolean other = !nowLive.equals(live);
        if (news.getAndSet(false) || other || rota.waits()) {
            live = nowLive;
            probe(rota.take(targets.latest(), live, region, now));
        }
        if (other) {
            log.info("replica={} alive={} probes={}", replicas.self(), live, probed.size());
        }
        return new Pass.Settled();
    }

    private void probe(List<Target> mine) {
        if (!mine.equals(probed)) {
            probed = mine;
            vantagePoint.watch(mine);
            prober.probe(mine);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
