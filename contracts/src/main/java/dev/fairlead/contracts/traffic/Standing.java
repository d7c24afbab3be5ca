package dev.fairlead.contracts.traffic;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a data center stands in a routing plan, and why.
 *
 * @param endpoints those that may be sent to, in order
 * @param since when this state began
 * @param code stable reason, such as {@code HEALTHY}, {@code DRAINED}, {@code ALL_ENDPOINTS_DOWN}, {@code STALE}, {@code HELD}
 * @param reason the same in a sentence, with the figures
 * @param neverUp whether none of its endpoints was seen up since it joined: what is down then is new, and not lost
 * @param ramp how much of its share it gets while it comes back or leaves; absent: all
 * @param modeReason why the mode is what it is; absent: the state says it all, and the mode began with it
 */
public record Standing(
        DataCenterName dataCenter,
        State state,
        ServingMode mode,
        List<EndpointAddress> endpoints,
        Instant since,
        String code,
        String reason,
        @JsonSetter(nulls = Nulls.AS_EMPTY) boolean neverUp,
        @Nullable Ramp ramp,
        @Nullable ModeReason modeReason) {

    /** The code of one that serves while a drain takes its users step by step. */
    public static final String DRAINING = "DRAINING";

    public Standing {
        endpoints = List.copyOf(endpoints);
    }

    /** One whose state says why its mode is what it is. */
    public Standing(
            DataCenterName dataCenter,
            State state,
            ServingMode mode,
            List<EndpointAddress> endpoints,
            Instant since,
            String code,
            String reason,
            boolean neverUp,
            @Nullable Ramp ramp) {
        this(dataCenter, state, mode, endpoints, since, code, reason, neverUp, ramp, null);
    }

    /** One that gets all of its share. */
    public Standing(
            DataCenterName dataCenter,
            State state,
            ServingMode mode,
            List<EndpointAddress> endpoints,
            Instant since,
            String code,
            String reason,
            boolean neverUp) {
        this(dataCenter, state, mode, endpoints, since, code, reason, neverUp, null);
    }

    /** Whether it serves, but is about to be empty: who looks for somebody to take users must not count on it. */
    public boolean leaving() {
        return code.equals(DRAINING);
    }

    /**
     * A part of a ramp.
     *
     * @param percent of the share that it would get
     * @param since when this part began
     */
    public record Ramp(int percent, Instant since) {}

    /**
     * Why a data center serves as it does.
     *
     * @param code stable reason, such as {@code READ_ONLY_ORDERED}, {@code NO_PRIMARY}
     * @param reason the same in a sentence
     * @param since when the mode began, whatever its reasons were since
     */
    public record ModeReason(String code, String reason, Instant since) {}

    /** Whether the data center may get a share. */
    public enum State {
        /** Also what a state of a newer version is read as: the shares say who gets users. */
        @JsonEnumDefaultValue
        @JsonProperty("serving")
        SERVING,
        /** An override keeps it at 0. */
        @JsonProperty("drained")
        DRAINED,
        /** Its endpoints are down. */
        @JsonProperty("down")
        DOWN,
        /** Its data is older than the application tolerates. */
        @JsonProperty("stale")
        STALE,
        /** An application that it depends on does not serve there. */
        @JsonProperty("blocked")
        BLOCKED,
        /** It answers too slowly, and others do not. */
        @JsonProperty("slow")
        SLOW,
        /** It recovered and waits at 0 until it is restored. */
        @JsonProperty("held")
        HELD
    }
}
