package dev.fairlead.contracts.deploy;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Rehearses the loss of a data center, measures what it costs, and gives the data center back.
 *
 * @param application absent: every application with a pool there
 * @param mode default: away
 * @param holdSeconds how long it stays so before it is given back; default 60
 * @param leastUpPercent the drill is broken off when fewer of an application's endpoints elsewhere are up; default 50
 * @param limitMinutes the drill is broken off when it is not on its way back by then; default 60
 * @param reason whoever is on call next will read it
 */
public record DrillSpec(
        @Nullable ApplicationName application,
        DataCenterName dataCenter,
        Mode mode,
        Integer holdSeconds,
        Integer leastUpPercent,
        Integer limitMinutes,
        String reason) {

    private static final long MOST_MINUTES = Duration.ofHours(24).toMinutes();

    public DrillSpec {
        required(dataCenter, "dataCenter");
        mode = requireNonNullElse(mode, Mode.AWAY);
        leastUpPercent = (int) inRange(requireNonNullElse(leastUpPercent, 50), 0, 100, "leastUpPercent");
        limitMinutes = (int) inRange(requireNonNullElse(limitMinutes, 60), 1, MOST_MINUTES, "limitMinutes");
        holdSeconds = (int) inRange(requireNonNullElse(holdSeconds, 60), 0, MOST_MINUTES * 60, "holdSeconds");
        if (holdSeconds >= limitMinutes * 60) {
            throw new InvalidFieldException(
                    "holdSeconds", "%d s do not fit into the limit of %d minutes".formatted(holdSeconds, limitMinutes));
        }
        sentence(reason, "reason");
    }

    /** What happens to the data center. */
    public enum Mode {
        /** Its users go elsewhere. */
        @JsonProperty("away")
        AWAY,
        /** Its users stay and read, and nobody writes there. */
        @JsonProperty("read-only")
        READ_ONLY
    }
}
