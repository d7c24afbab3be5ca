package dev.fairlead.contracts.deploy;

import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DataCenterName;

/**
 * Takes the users of all applications out of a data center, one application after the other, or gives them back.
 *
 * @param direction default: away
 * @param reason whoever is on call next will read it
 */
public record EvacuationSpec(DataCenterName dataCenter, Direction direction, String reason) {

    public EvacuationSpec {
        required(dataCenter, "dataCenter");
        direction = requireNonNullElse(direction, Direction.AWAY);
        sentence(reason, "reason");
    }

    /** Where the users go. */
    public enum Direction {
        @JsonProperty("away")
        AWAY,
        @JsonProperty("back")
        BACK
    }
}
