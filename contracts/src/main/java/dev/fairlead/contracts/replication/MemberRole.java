package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a member of a database last said it is. */
public enum MemberRole {
    @JsonProperty("primary")
    PRIMARY,
    @JsonProperty("replica")
    REPLICA,
    @JsonProperty("unknown")
    UNKNOWN
}
