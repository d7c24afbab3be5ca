package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import org.jspecify.annotations.Nullable;

/**
 * Gives a drained or held data center back to the steering policy: ends the drains that act on it and releases its hold.
 *
 * @param application absent: every application
 */
public record RestoreRequest(@Nullable ApplicationName application, DataCenterName dataCenter, String reason) {

    public RestoreRequest {
        required(dataCenter, "dataCenter");
        sentence(reason, "reason");
    }
}
