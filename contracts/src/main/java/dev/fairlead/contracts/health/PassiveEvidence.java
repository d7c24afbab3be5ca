package dev.fairlead.contracts.health;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

/**
 * What somebody who sends users to an endpoint saw fail, such as a proxy that ejected it. It counts as failed probes of the
 * region that is told, and brings the next probe forward; that an endpoint is well is never believed.
 *
 * @param from who saw it
 * @param failures how many requests; default 1, and no more count at once than a check has to fail
 */
public record PassiveEvidence(Endpoint endpoint, String from, Integer failures, String reason) {

    public PassiveEvidence {
        required(endpoint, "endpoint");
        sentence(from, "from");
        failures = (int) inRange(requireNonNullElse(failures, 1), 1, 1_000_000, "failures");
        sentence(reason, "reason");
    }
}
