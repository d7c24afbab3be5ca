package dev.fairlead.contracts.traffic;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.traffic.SteeringPolicy.Closeness;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import org.jspecify.annotations.Nullable;

/**
 * How soon an application's users need their answers. It chooses what the spec leaves out; the only place where these are chosen.
 */
public enum LatencyClass {

    /** Talk, and whatever else is useless when it is late: ITU-T G.114 recommends no more than 150 ms from mouth to ear. */
    @JsonProperty("realtime")
    REALTIME(150, Slow.AVOID, Closeness.RTT),

    /** Somebody waits: from about 400 ms on, attention goes elsewhere (the Doherty threshold). */
    @JsonProperty("interactive")
    INTERACTIVE(400, Slow.AVOID, Closeness.GEOGRAPHY),

    /** Nobody watches. */
    @JsonEnumDefaultValue
    @JsonProperty("tolerant")
    TOLERANT(null, Slow.IGNORE, Closeness.GEOGRAPHY);

    private final @Nullable Integer slowMs;
    private final Slow slow;
    private final Closeness closeness;

    LatencyClass(@Nullable Integer slowMs, Slow slow, Closeness closeness) {
        this.slowMs = slowMs;
        this.slow = slow;
        this.closeness = closeness;
    }

    /** Of a probe that waits no longer than this. */
    @Nullable Integer slowMs(int timeoutMs) {
        return slowMs == null ? null : Integer.valueOf(Math.min(slowMs, timeoutMs));
    }

    Slow slow() {
        return slow;
    }

    Closeness closeness() {
        return closeness;
    }
}
