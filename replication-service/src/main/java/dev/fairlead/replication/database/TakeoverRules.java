package dev.fairlead.replication.database;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.service.problem.FieldError;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a database may not say of its replication and of who takes over: what could never be kept, or only by losing data. */
final class TakeoverRules {

    private TakeoverRules() {}

    static void check(DatabaseSpec spec, List<FieldError> errors) {
        Set<DataCenterName> members =
                spec.members().stream().map(DatabaseSpec.Member::dataCenter).collect(Collectors.toSet());
        DatabaseSpec.Synchronous synchronous = spec.synchronous();
        if (synchronous != null) {
            distinctMembers("/spec/synchronous/members", synchronous.members(), members, errors);
            if (synchronous.acknowledgements() > synchronous.members().size() - 1) {
                errors.add(new FieldError(
                        "/spec/synchronous/acknowledgements",
                        "%d acknowledgements of %d members: one of them is the primary, which needs as many others"
                                .formatted(
                                        synchronous.acknowledgements(),
                                        synchronous.members().size())));
            }
        }
        DatabaseSpec.TakeoverPolicy takeover = spec.takeover();
        distinctMembers("/spec/takeover/preference", takeover.preference(), members, errors);
        if (takeover.mode() == DatabaseSpec.Mode.AUTOMATIC && synchronous == null && takeover.rpoBudgetMs() == 0) {
            errors.add(
                    new FieldError(
                            "/spec/takeover/rpoBudgetMs",
                            "an automatic takeover of an asynchronous database loses data: say how much it may be, or name synchronous members"));
        }
        if (takeover.failback() == DatabaseSpec.Failback.WHEN_REBUILT) {
            failback(spec, errors);
        }
        if (takeover.mode() == DatabaseSpec.Mode.AUTOMATIC && members.size() < 2) {
            errors.add(new FieldError("/spec/takeover/mode", "a single member has nobody to take over from it"));
        }
    }

    private static void failback(DatabaseSpec spec, List<FieldError> errors) {
        if (spec.takeover().preference().isEmpty()) {
            errors.add(new FieldError(
                    "/spec/takeover/failback", "a failback needs a preference: the primary goes back to its first"));
        }
        if (spec.kind() == DatabaseSpec.Kind.PATRONI) {
            errors.add(new FieldError("/spec/takeover/failback", "what Patroni runs is not moved by Fairlead"));
        }
    }

    private static void distinctMembers(
            String pointer, List<DataCenterName> named, Set<DataCenterName> members, List<FieldError> errors) {
        Set<DataCenterName> seen = new HashSet<>();
        for (int i = 0; i < named.size(); i++) {
            DataCenterName dataCenter = named.get(i);
            if (!members.contains(dataCenter)) {
                errors.add(
                        new FieldError(pointer + "/" + i, "%s has no member of this database".formatted(dataCenter)));
            } else if (!seen.add(dataCenter)) {
                errors.add(new FieldError(pointer + "/" + i, "%s is named twice".formatted(dataCenter)));
            }
        }
    }
}
