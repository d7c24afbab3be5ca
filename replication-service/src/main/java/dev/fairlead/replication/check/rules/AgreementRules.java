package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.replication.timeline.Branch;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the members are one database: one primary, one history, one version. */
final class AgreementRules {

    private AgreementRules() {}

    static void check(Map<DataCenterName, ServerFacts> read, List<Finding> found) {
        if (read.isEmpty()) {
            return;
        }
        List<Map.Entry<DataCenterName, ServerFacts>> primaries = read.entrySet().stream()
                .filter(member -> member.getValue().primary())
                .toList();
        if (primaries.isEmpty()) {
            found.add(
                    error(
                            "NO_PRIMARY",
                            null,
                            "none of the members that were read is the primary: nobody takes writes, or the primary was not read"));
        }
        if (primaries.size() > 1) {
            found.add(error(
                    "SEVERAL_PRIMARIES",
                    null,
                    "%s take writes: their data parts ways; stop all but the one that is to go on"
                            .formatted(primaries.stream()
                                    .map(AgreementRules::onItsTimeline)
                                    .collect(Collectors.joining(" and ")))));
        }
        Map.Entry<DataCenterName, ServerFacts> reference =
                primaries.isEmpty() ? read.entrySet().iterator().next() : primaries.getFirst();
        read.forEach((name, facts) -> {
            if (!name.equals(reference.getKey())) {
                histories(name, facts.server(), reference, found);
                versions(name, facts.server().version(), reference, found);
            }
        });
    }

    private static String onItsTimeline(Map.Entry<DataCenterName, ServerFacts> member) {
        return "%s on timeline %d"
                .formatted(member.getKey(), member.getValue().server().branch().timeline());
    }

    private static void histories(
            DataCenterName name,
            ServerFacts.Server server,
            Map.Entry<DataCenterName, ServerFacts> reference,
            List<Finding> found) {
        Branch branch = server.branch();
        Branch other = reference.getValue().server().branch();
        if (branch.systemIdentifier() != other.systemIdentifier()) {
            found.add(error(
                    "SYSTEM_DIFFERS",
                    name,
                    "its system identifier is %d and that of %s is %d: they are two databases; make it anew as a copy"
                            .formatted(branch.systemIdentifier(), reference.getKey(), other.systemIdentifier())));
        } else if (server.recovering() && branch.timeline() != other.timeline()) {
            found.add(error(
                    "TIMELINE_DIFFERS",
                    name,
                    "it is on timeline %d and %s on timeline %d: it did not follow the last takeover; point it there, and rewind it if it wrote"
                            .formatted(branch.timeline(), reference.getKey(), other.timeline())));
        }
    }

    private static void versions(
            DataCenterName name,
            ServerFacts.Version version,
            Map.Entry<DataCenterName, ServerFacts> reference,
            List<Finding> found) {
        ServerFacts.Version other = reference.getValue().server().version();
        if (version.number() == other.number()) {
            return;
        }
        boolean major = version.major() != other.major();
        found.add(new Finding(
                major ? Severity.ERROR : Severity.WARNING,
                "VERSION_DIFFERS",
                name,
                "it runs PostgreSQL %s and %s runs %s: %s"
                        .formatted(
                                version.text(),
                                reference.getKey(),
                                other.text(),
                                major
                                        ? "the one cannot read the other's log"
                                        : "bring the older one up to date, standbys first"),
                null));
    }

    private static Finding error(String code, @Nullable DataCenterName dataCenter, String text) {
        return new Finding(Severity.ERROR, code, dataCenter, text, null);
    }
}
