package dev.fairlead.service.region;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators once when this region became isolated and once when that ended, and in {@code fairlead.region.isolated}. */
public final class Isolation {

    private static final Logger log = LoggerFactory.getLogger(Isolation.class);

    private final Instant started;
    private final AtomicInteger gauge;
    private boolean told;

    /** @param started a process that has only just begun to listen is not called isolated yet */
    public Isolation(Instant started, MeterRegistry registry) {
        this.started = started;
        this.gauge = registry.gauge("fairlead.region.isolated", new AtomicInteger());
    }

    /** Takes what the contact is now; called by one thread. */
    public void take(Contact contact, Instant now) {
        boolean isolated = contact.isolated();
        if (isolated == told || (isolated && Contact.fresh(started, now))) {
            return;
        }
        told = isolated;
        gauge.set(isolated ? 1 : 0);
        if (isolated) {
            log.warn(
                    "region=isolated heard=\"{}\" reason=\"no majority of the regions is heard: nothing moves\"",
                    contact);
        } else {
            log.info("region=joined heard=\"{}\"", contact);
        }
    }
}
