package dev.fairlead.health.history;

import dev.fairlead.health.HealthProperties;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Bounds the history by age, transitions and probes alike, in batches on a loop of its own. The newest transition of an
 * endpoint that is still probed stays whatever its age, in each region, because a restart starts from it.
 */
@Component
final class Retention implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 1_000;
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(100);

    private final JdbcClient jdbc;
    private final Duration kept;
    private final InstantSource clock;
    private final Loop loop;

    Retention(JdbcClient jdbc, HealthProperties properties, InstantSource clock) {
        this.jdbc = jdbc;
        this.kept = properties.keepTransitions();
        this.clock = clock;
        this.loop = Loop.start("history-retention", INTERVAL, this::prune);
    }

    private Pass prune() {
        Instant oldest = clock.instant().minus(kept);
        int transitions = pruneTransitions(oldest);
        int probeRuns = pruneProbeRuns(oldest);
        if (transitions + probeRuns > 0) {
            log.info("history=pruned transitions={} probe_runs={} before={}", transitions, probeRuns, oldest);
        }
        return transitions == BATCH || probeRuns == BATCH ? new Pass.Again(BETWEEN_BATCHES) : new Pass.Settled();
    }

    private int pruneTransitions(Instant oldest) {
        return jdbc.sql("""
                        delete from transition where id in (
                            select id from transition old
                            where at < ? and (
                                exists (
                                    select from transition newer
                                    where newer.region = old.region
                                    and newer.application = old.application
                                    and newer.data_center = old.data_center
                                    and newer.address = old.address
                                    and newer.at > old.at)
                                or not exists (
                                    select from target
                                    where endpoint = old.application || '/' || old.data_center || '/' || old.address))
                            limit ?)
                        """).params(oldest.atOffset(ZoneOffset.UTC), BATCH).update();
    }

    private int pruneProbeRuns(Instant oldest) {
        return jdbc.sql("delete from probe_run where id in (select id from probe_run where until_at < ? limit ?)")
                .params(oldest.atOffset(ZoneOffset.UTC), BATCH)
                .update();
    }

    @Override
    public void close() {
        loop.close();
    }
}
