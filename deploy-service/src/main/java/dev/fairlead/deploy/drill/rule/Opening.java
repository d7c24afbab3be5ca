package dev.fairlead.deploy.drill.rule;

import dev.fairlead.contracts.traffic.Recovery;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/** When a window that is open now was opened. */
public final class Opening {

    private Opening() {}

    /** Empty: it is closed. */
    public static Optional<Instant> of(Recovery.Window window, Instant now) {
        ZonedDateTime there = now.atZone(window.zone());
        boolean open = window.days().contains(there.getDayOfWeek())
                && !there.toLocalTime().isBefore(window.from())
                && there.toLocalTime().isBefore(window.to());
        return open
                ? Optional.of(ZonedDateTime.of(there.toLocalDate(), window.from(), window.zone())
                        .toInstant())
                : Optional.empty();
    }
}
