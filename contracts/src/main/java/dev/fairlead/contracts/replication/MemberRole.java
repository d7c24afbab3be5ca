package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a member of a database last said it is. */
public enum MemberRole {
    @JsonProperty("primary")
    PRIMARY,
    @JsonProperty("replica")
    REPLICA,
    /** One of several that take writes and send them to each other. */
    @JsonProperty("writer")
    WRITER,
    @JsonEnumDefaultValue
    @JsonProperty("unknown")
    UNKNOWN
}
