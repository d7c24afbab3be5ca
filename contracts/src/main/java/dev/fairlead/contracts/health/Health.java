package dev.fairlead.contracts.health;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Up, up but slow, down, or unknown; unknown never moves traffic. */
public enum Health {
    @JsonProperty("up")
    UP,
    @JsonProperty("slow")
    SLOW,
    @JsonProperty("down")
    DOWN,
    @JsonEnumDefaultValue
    @JsonProperty("unknown")
    UNKNOWN;

    /** Whether users are answered, however slowly. */
    public boolean passes() {
        return this == UP || this == SLOW;
    }
}
