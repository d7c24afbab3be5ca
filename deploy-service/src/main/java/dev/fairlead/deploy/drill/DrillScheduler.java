package dev.fairlead.deploy.drill;

import dev.fairlead.deploy.drill.rule.Opening;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.service.database.Schema;
import dev.fairlead.service.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Begins drills in their windows. Every replica looks; the key, made of the schedule and of when its window opened, keeps a window
 * from beginning two.
 */
@Component
final class DrillScheduler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DrillScheduler.class);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final DrillSchedules schedules;
    private final Drills drills;
    private final InstantSource clock;
    private volatile @Nullable Loop loop;

    DrillScheduler(DrillSchedules schedules, Drills drills, InstantSource clock, Schema schema) {
        this.schedules = schedules;
        this.drills = drills;
        this.clock = clock;
        schema.whenThere(() -> loop = Loop.start("drills", EVERY, this::look));
    }

    Pass look() {
        for (DrillSchedule schedule : schedules.all()) {
            Instant now = clock.instant();
            Optional<Instant> opened = Opening.of(schedule.spec().window(), now);
            opened.ifPresent(since -> begin(schedule, "schedule/%s/%s".formatted(schedule.name(), since), now));
        }
        return new Pass.Settled();
    }

    private void begin(DrillSchedule schedule, String key, Instant now) {
        if (drills.isStarted(key)) {
            return;
        }
        try {
            String run = drills.start(schedule.spec().drill(), "schedule " + schedule.name(), key)
                    .id();
            schedules.begun(schedule.name());
            log.info("drill={} schedule={}", run, schedule.name());
        } catch (Problem e) {
            String reason = Objects.requireNonNullElse(e.getMessage(), "refused");
            schedules.refused(schedule.name(), reason, now);
            log.debug("schedule={} refused=\"{}\"", schedule.name(), reason);
        }
    }

    @Override
    public void close() {
        Loop running = loop;
        if (running != null) {
            running.close();
        }
    }
}
