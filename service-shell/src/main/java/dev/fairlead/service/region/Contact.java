package dev.fairlead.service.region;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many of the regions this one hears. The rule is a majority of all that are configured, not of those that are left:
 * two sides of a partition cannot both have it, and where nobody has it nobody moves anything.
 *
 * @param heard how many were heard lately, this one included
 * @param regions how many there are, this one included
 */
public record Contact(int heard, int regions) {

    /** How long after its last answer a region counts as heard. */
    public static final Duration FRESH = Duration.ofSeconds(3);

    public Contact {
        if (heard < 1 || heard > regions) {
            throw new IllegalArgumentException("%d of %d regions were heard".formatted(heard, regions));
        }
    }

    /**
     * Whether a region that answered a question asked then counts as heard. One that was asked in the future was asked before the
     * clock was set back, and may have been silent since.
     */
    public static boolean fresh(@Nullable Instant asked, Instant now) {
        return asked != null && Duration.between(asked, now).abs().compareTo(FRESH) <= 0;
    }

    /** Fewer than half of all regions and one more are heard. */
    public boolean isolated() {
        return heard < regions / 2 + 1;
    }

    @Override
    public String toString() {
        return heard + " of " + regions;
    }
}
