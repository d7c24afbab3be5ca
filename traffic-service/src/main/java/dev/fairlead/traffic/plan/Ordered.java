package dev.fairlead.traffic.plan;

import static dev.fairlead.contracts.InvalidFieldException.required;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An order that is to have been given; all of the time unless it says from when and until when. */
record Ordered(
        Kind kind,
        DataCenterName dataCenter,
        @Nullable Instant from,
        @Nullable Instant to) {

    Ordered {
        required(kind, "kind");
        required(dataCenter, "dataCenter");
    }

    /** What can be ordered in a simulation. */
    enum Kind {
        /** The data center gets no share. */
        @JsonProperty("drain")
        DRAIN,
        /** The data center gets the whole share, as long as it is healthy. */
        @JsonProperty("pin")
        PIN;

        RoutingOverride.Kind ofOverride() {
            return switch (this) {
                case DRAIN -> RoutingOverride.Kind.DRAIN;
                case PIN -> RoutingOverride.Kind.PIN;
            };
        }
    }
}
