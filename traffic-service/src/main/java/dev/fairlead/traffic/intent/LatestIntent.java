package dev.fairlead.traffic.intent;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Topic;
import dev.fairlead.service.database.ForwardReads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * The intent in memory: read from the database at each change, and kept as it was while the database is away, unless somebody
 * tells of a later one. It never goes back to an earlier one.
 */
@Component
public class LatestIntent implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LatestIntent.class);
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final Feed<Intent> feed;
    private final AtomicReference<@Nullable Intent> latest = new AtomicReference<>();
    private volatile Runnable onChange = () -> {};
    private volatile long refused; // said once

    LatestIntent(
            JdbcClient jdbc,
            JsonMapper json,
            PlatformTransactionManager transactions,
            EventBus bus,
            InstantSource clock) {
        IntentReading reading = new IntentReading(jdbc, json);
        ForwardReads reads = new ForwardReads(transactions);
        this.feed = new Feed<>(
                Topic.INTENT.name(),
                bus,
                REFRESH,
                clock,
                () -> reads.read(() -> reading.read(clock.instant())),
                answer -> take(answer.value()));
    }

    private void take(Intent read) {
        Intent kept = Objects.requireNonNull(latest.accumulateAndGet(
                read, (held, next) -> held == null || next.version() >= held.version() ? next : held));
        if (read.version() < kept.version() && refused != read.version()) {
            refused = read.version();
            log.warn("intent={} source=database state=earlier held={}", read.version(), kept.version());
        }
        onChange.run();
    }

    /** What somebody else read from the same database. */
    public void hear(Intent told) {
        latest.accumulateAndGet(told, (held, next) -> held == null || next.version() > held.version() ? next : held);
        onChange.run();
    }

    /** Absent until it was read once. */
    public @Nullable Intent latest() {
        return latest.get();
    }

    /** 0: it was not read yet. */
    public long version() {
        Intent held = latest.get();
        return held == null ? 0 : held.version();
    }

    /** Whom to wake when the intent was read. */
    public void onChange(Runnable wake) {
        this.onChange = wake;
    }

    /** Reads it soon: the bus may be away, or have lost something. */
    public void wake() {
        feed.wake();
    }

    @Override
    public void close() {
        feed.close();
    }
}
