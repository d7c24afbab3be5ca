package dev.fairlead.contracts.traffic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operator's or a run's temporary decision.
 *
 * @param id chosen by whoever asks, so that asking twice changes nothing
 * @param application absent: every application
 * @param expiresAt when it stops acting by itself
 */
public record RoutingOverride(
        String id,
        Kind kind,
        @Nullable ApplicationName application,
        DataCenterName dataCenter,
        String reason,
        String author,
        Instant createdAt,
        Instant expiresAt) {

    public boolean actsOn(ApplicationName name, Instant now) {
        return (application == null || application.equals(name)) && now.isBefore(expiresAt);
    }

    /** What the override does. */
    public enum Kind {
        /** The data center gets no share. */
        @JsonProperty("drain")
        DRAIN,
        /** The data center gets the whole share, as long as it is healthy. */
        @JsonProperty("pin")
        PIN,
        /** Its endpoints count as up, whatever the probes say. */
        @JsonProperty("treat-as-up")
        TREAT_AS_UP,
        /** Its endpoints count as down, whatever the probes say: the policies decide what follows, as in an outage. */
        @JsonProperty("treat-as-down")
        TREAT_AS_DOWN
    }
}
