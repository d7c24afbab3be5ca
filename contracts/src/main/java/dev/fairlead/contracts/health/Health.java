package dev.fairlead.contracts.health;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Up, down, or unknown; unknown never moves traffic. */
public enum Health {
    @JsonProperty("up")
    UP,
    @JsonProperty("down")
    DOWN,
    @JsonEnumDefaultValue
    @JsonProperty("unknown")
    UNKNOWN
}
