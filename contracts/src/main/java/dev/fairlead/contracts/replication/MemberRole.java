package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a member of a database last said it is. */
public enum MemberRole {
    @JsonProperty("primary")
    PRIMARY,
    @JsonProperty("replica")
    REPLICA,
    @JsonEnumDefaultValue
    @JsonProperty("unknown")
    UNKNOWN
}
