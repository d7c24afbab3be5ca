package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * For how much of the time the application's users have to be served. It chooses what the spec leaves out, and says how much
 * of a window may be lost.
 *
 * @param objective in percent, one of {@link #OBJECTIVES}; text, so that a version that does not know one can still read it
 */
public record Uptime(String objective) {

    /** Those that there are defaults for, the least demanding first. */
    public static final List<String> OBJECTIVES = List.of("99.9", "99.95", "99.99");

    public Uptime {
        required(objective, "objective");
    }

    /** Whether there are defaults and a budget for it. */
    public boolean known() {
        return OBJECTIVES.contains(objective);
    }

    /** How much of a window all users may be without the application; empty: the objective is not known. */
    public Optional<Duration> budget(Duration window) {
        if (!known()) {
            return Optional.empty();
        }
        BigDecimal lost = BigDecimal.valueOf(100).subtract(new BigDecimal(objective));
        return Optional.of(Duration.ofMillis(BigDecimal.valueOf(window.toMillis())
                .multiply(lost)
                .divide(BigDecimal.valueOf(100), RoundingMode.DOWN)
                .longValue()));
    }
}
