package dev.fairlead.contracts.replication;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at the servers of a database found, and how the role is made that Fairlead needs on them.
 *
 * @param findings the worst first
 * @param roleStatements for the primary, from which the standbys get the role too; the role still needs a password
 */
public record DatabaseCheck(DatabaseName database, List<Finding> findings, List<String> roleStatements) {

    public DatabaseCheck {
        findings = List.copyOf(findings);
        roleStatements = List.copyOf(roleStatements);
    }

    /**
     * One thing that was found.
     *
     * @param code stays the same when the text is worded anew
     * @param dataCenter of the member that it is about; absent: it is about all together
     * @param text what was read there, what it means and what to do
     * @param statement SQL that mends it, for that member; absent: no statement does
     */
    public record Finding(
            Severity severity,
            String code,
            @Nullable DataCenterName dataCenter,
            String text,
            @Nullable String statement) {}

    /** How bad it is. */
    public enum Severity {
        @JsonProperty("ok")
        OK,
        /** Something will be slower, dearer or done by hand. */
        @JsonProperty("warning")
        WARNING,
        /** What the database's resource says is not kept, or data is in danger. Also what one of a newer version is read as. */
        @JsonEnumDefaultValue
        @JsonProperty("error")
        ERROR
    }
}
