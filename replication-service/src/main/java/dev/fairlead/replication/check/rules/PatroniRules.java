package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.replication.patroni.PatroniCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether each data center's Patroni cluster has a leader, and only one of the clusters lets anybody write. */
final class PatroniRules {

    private PatroniRules() {}

    static void check(Map<DataCenterName, PatroniReading> readings, List<Finding> found) {
        List<DataCenterName> writing = new ArrayList<>();
        new TreeMap<>(readings).forEach((name, reading) -> {
            switch (reading) {
                case PatroniReading.Unnamed() ->
                    found.add(warning(
                            "PATRONI_NOT_NAMED",
                            name,
                            "no Patroni of it is named: address is read, whichever of its servers leads"));
                case PatroniReading.Unread(String reason) ->
                    found.add(warning(
                            "PATRONI_NOT_READ", name, reason + ": the server that was the leader last is read"));
                case PatroniReading.Read(PatroniCluster cluster) -> {
                    cluster(name, cluster, found);
                    PatroniCluster.Leader leader = cluster.leader();
                    if (leader != null && !leader.standby()) {
                        writing.add(name);
                    }
                }
            }
        });
        if (writing.size() > 1) {
            found.add(finding(
                    Severity.ERROR,
                    "PATRONI_SEVERAL_PRIMARIES",
                    null,
                    "the Patroni clusters of %s are no standby clusters, so that each has a primary: all but one need standby_cluster"
                            .formatted(
                                    writing.stream().map(DataCenterName::value).collect(Collectors.joining(" and ")))));
        }
    }

    private static void cluster(DataCenterName name, PatroniCluster cluster, List<Finding> found) {
        if (cluster.leader() == null) {
            found.add(finding(
                    Severity.ERROR,
                    "PATRONI_NO_LEADER",
                    name,
                    "its Patroni cluster has no leader that can be reached"));
        }
        if (cluster.paused()) {
            found.add(warning(
                    "PATRONI_PAUSED",
                    name,
                    "Patroni is paused there: whatever happens to its leader, nobody takes over"));
        }
    }

    private static Finding warning(String code, DataCenterName name, String text) {
        return finding(Severity.WARNING, code, name, text);
    }

    private static Finding finding(Severity severity, String code, @Nullable DataCenterName name, String text) {
        return new Finding(severity, code, name, text, null);
    }
}
