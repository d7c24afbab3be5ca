package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.InvalidFieldException;

/**
 * How an endpoint is probed.
 *
 * @param path for HTTP; 2xx and 3xx pass
 * @param intervalMs start to start
 * @param timeoutMs of one probe
 * @param confirmEveryMs distance of the overlapping probes that follow a first failure
 * @param fall failures in a row until down
 * @param rise successes in a row until up
 */
public record HealthCheck(
        Kind kind,
        String path,
        Integer intervalMs,
        Integer timeoutMs,
        Integer confirmEveryMs,
        Integer fall,
        Integer rise) {

    public HealthCheck {
        kind = requireNonNullElse(kind, Kind.HTTP);
        path = requireNonNullElse(path, "/healthz");
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new InvalidFieldException("path", "path does not start with / or has blanks or control characters");
        }
        intervalMs = (int) inRange(requireNonNullElse(intervalMs, 1_000), 100, 3_600_000, "intervalMs");
        timeoutMs = (int) inRange(requireNonNullElse(timeoutMs, 500), 10, 60_000, "timeoutMs");
        confirmEveryMs = (int) inRange(requireNonNullElse(confirmEveryMs, 100), 10, 60_000, "confirmEveryMs");
        fall = (int) inRange(requireNonNullElse(fall, 3), 1, 100, "fall");
        rise = (int) inRange(requireNonNullElse(rise, 2), 1, 100, "rise");
    }

    @SuppressWarnings("NullAway") // every component has a default
    public static HealthCheck defaults() {
        return new HealthCheck(null, null, null, null, null, null, null);
    }

    /** What a probe speaks. */
    public enum Kind {
        @JsonProperty("http")
        HTTP,
        /** Also what a kind of a newer version is read as: that it listens is part of every check. */
        @JsonEnumDefaultValue
        @JsonProperty("tcp")
        TCP
    }
}
