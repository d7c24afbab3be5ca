package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All rules over all members. */
public final class DatabaseFindings {

    private DatabaseFindings() {}

    /**
     * What is found, the worst first; a member about which there is nothing to say gets a finding that says so.
     *
     * @param readings of each member
     */
    public static List<Finding> of(DatabaseSpec spec, Map<DataCenterName, Reading> readings) {
        return of(spec, readings, Map.of());
    }

    /**
     * The same of a database that Patroni runs.
     *
     * @param patronis of each member; empty: something else runs it
     */
    public static List<Finding> of(
            DatabaseSpec spec, Map<DataCenterName, Reading> readings, Map<DataCenterName, PatroniReading> patronis) {
        List<Finding> found = new ArrayList<>();
        Map<DataCenterName, ServerFacts> read = new LinkedHashMap<>();
        for (DatabaseSpec.Member member : spec.members()) {
            DataCenterName name = member.dataCenter();
            switch (readings.getOrDefault(name, new Reading.Unread("reading it failed"))) {
                case ServerFacts facts -> read.put(name, facts);
                case Reading.Unread(String reason) ->
                    found.add(new Finding(
                            Severity.ERROR,
                            "MEMBER_NOT_READ",
                            name,
                            "%s could not be read: %s".formatted(member.address(), reason),
                            null));
            }
        }
        PatroniRules.check(patronis, found);
        if (spec.everyMemberWrites()) {
            WriterFindings.check(spec, read, found);
        } else {
            withPrimary(spec, read, found);
        }
        read.forEach((name, facts) -> {
            if (found.stream()
                    .noneMatch(finding -> name.equals(finding.dataCenter()) && finding.severity() != Severity.OK)) {
                new Examined(spec, name, facts, found).ok("MEMBER", sentence(spec, facts.server()));
            }
        });
        found.sort(Comparator.comparing(Finding::severity, Comparator.reverseOrder()));
        return found;
    }

    private static void withPrimary(DatabaseSpec spec, Map<DataCenterName, ServerFacts> read, List<Finding> found) {
        AgreementRules.check(read, found);
        boolean hasPrimary = read.values().stream().anyMatch(ServerFacts::primary);
        read.forEach((name, facts) -> {
            Examined member = new Examined(spec, name, facts, found);
            if (facts.primary() || !hasPrimary) { // roles are replicated
                RoleRules.check(member);
            }
            SettingRules.check(member);
            SynchronousRules.check(member);
            StandbyRules.check(member, read);
            SlotRules.check(member);
        });
    }

    private static String sentence(DatabaseSpec spec, ServerFacts.Server server) {
        return "%s, PostgreSQL %s, timeline %d"
                .formatted(
                        server.recovering() ? "standby" : spec.everyMemberWrites() ? "writer" : "primary",
                        server.version().text(),
                        server.branch().timeline());
    }
}
