package dev.fairlead.contracts.traffic;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What an application can do in a data center. */
public enum ServingMode {
    @JsonProperty("read-write")
    READ_WRITE,
    /** Also what a mode of a newer version is read as. */
    @JsonEnumDefaultValue
    @JsonProperty("read-only")
    READ_ONLY,
    @JsonProperty("unavailable")
    UNAVAILABLE
}
