package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member under the rules: what it said, and what was found so far. */
record Examined(DatabaseSpec spec, DataCenterName member, ServerFacts facts, List<Finding> found) {

    void ok(String code, String text) {
        add(Severity.OK, code, text, null);
    }

    void warning(String code, String text, @Nullable String statement) {
        add(Severity.WARNING, code, text, statement);
    }

    void error(String code, String text, @Nullable String statement) {
        add(Severity.ERROR, code, text, statement);
    }

    void add(Severity severity, String code, String text, @Nullable String statement) {
        found.add(new Finding(severity, code, member, text, statement));
    }

    boolean patroni() {
        return spec.kind() == DatabaseSpec.Kind.PATRONI;
    }

    /** How bad it is that a takeover could not be done: an operator's is not promised to anybody. */
    Severity ofTakeovers() {
        return spec.takeover().mode() == DatabaseSpec.Mode.AUTOMATIC ? Severity.ERROR : Severity.WARNING;
    }

    /** The statement that changes a setting; none where Patroni would change it back. */
    @Nullable String alter(String setting, String value) {
        return patroni() ? null : "alter system set %s = '%s'".formatted(setting, value.replace("'", "''"));
    }
}
