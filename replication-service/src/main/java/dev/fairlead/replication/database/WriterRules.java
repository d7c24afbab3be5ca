package dev.fairlead.replication.database;

import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.service.problem.FieldError;
import java.util.List;

/** What a database may not say whose every member takes writes: it has no primary. */
final class WriterRules {

    private WriterRules() {}

    static void check(DatabaseSpec spec, List<FieldError> errors) {
        if (spec.kind() != DatabaseSpec.Kind.POSTGRESQL) {
            errors.add(new FieldError("/spec/kind", "topology is active-active, which needs kind postgresql"));
        }
        if (spec.members().size() < 2) {
            errors.add(new FieldError("/spec/members", "topology is active-active, which needs two members or more"));
        }
        if (spec.synchronous() != null) {
            errors.add(new FieldError(
                    "/spec/synchronous", "topology is active-active: no commit waits for another data center"));
        }
        if (!spec.takeover().equals(DatabaseSpec.TakeoverPolicy.defaults())) {
            errors.add(new FieldError(
                    "/spec/takeover", "topology is active-active: every data center writes, nothing is taken over"));
        }
    }
}
