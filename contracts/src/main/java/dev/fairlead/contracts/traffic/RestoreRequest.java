package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a drained or held data center back to the steering policy: ends the drains that act on it and releases its hold.
 *
 * @param application absent: every application
 */
public record RestoreRequest(@Nullable ApplicationName application, DataCenterName dataCenter, String reason) {

    public RestoreRequest {
        required(dataCenter, "dataCenter");
        if (required(reason, "reason").isBlank()) {
            throw new InvalidFieldException("reason", "a reason is required: whoever is on call next will read it");
        }
    }
}
