package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import org.jspecify.annotations.Nullable;

/**
 * How far a member of a database is. It counts as one only when it is seen to follow the primary.
 *
 * @param copied absent: nothing is copied
 */
public record DatabaseMember(
        DatabaseName database,
        DataCenterName dataCenter,
        Stage stage,
        @Nullable Copied copied,
        String reason) {

    /** Of the data, without the log that was written meanwhile. */
    public record Copied(long bytes, long ofBytes) {}

    /** In this order. */
    public enum Stage {
        /** Its server has no data yet. */
        @JsonProperty("new")
        NEW,
        @JsonProperty("copying")
        COPYING,
        /** It has the data of some time ago and follows, or is to follow. */
        @JsonProperty("catching-up")
        CATCHING_UP,
        @JsonProperty("member")
        MEMBER,
        /** It was not heard of, and no service that is heard of stands beside it. */
        @JsonEnumDefaultValue
        @JsonProperty("unknown")
        UNKNOWN
    }
}
