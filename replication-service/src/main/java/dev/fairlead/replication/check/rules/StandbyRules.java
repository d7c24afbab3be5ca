package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether each standby follows somebody, under the name that it is known by, and finds the log when it was away. */
final class StandbyRules {

    private StandbyRules() {}

    /** @param read all members that were read */
    static void check(Examined member, Map<DataCenterName, ServerFacts> read) {
        if (!member.facts().complete()) {
            return;
        }
        if (member.facts().primary()) {
            names(member, read);
            slots(member);
        } else {
            follows(member);
        }
    }

    private static void follows(Examined standby) {
        ServerFacts facts = standby.facts();
        if (facts.settings().is("primary_conninfo", "false")) {
            standby.warning(
                    "STANDBY_DETACHED",
                    "primary_conninfo is empty: it follows nobody, as after a takeover that was begun and not ended",
                    null);
        } else if (!facts.server().receiving()) {
            standby.warning("STANDBY_NOT_RECEIVING", "it receives nothing from a primary: its log says why", null);
        }
    }

    private static void names(Examined primary, Map<DataCenterName, ServerFacts> read) {
        if (primary.patroni() && primary.spec().synchronous() == null) {
            return; // Patroni's standbys have names of their own
        }
        List<String> present = primary.facts().standbys().stream()
                .map(ServerFacts.Standby::applicationName)
                .sorted()
                .toList();
        read.forEach((name, facts) -> {
            if (!facts.primary() && facts.server().receiving() && !present.contains(name.value())) {
                new Examined(primary.spec(), name, facts, primary.found())
                        .add(
                                counts(primary, name) ? Severity.ERROR : Severity.WARNING,
                                "STANDBY_NAME",
                                "no standby of %s calls itself %s, there %s: set application_name=%s in its primary_conninfo"
                                        .formatted(primary.member(), name, those(present), name),
                                null);
            }
        });
    }

    private static String those(List<String> present) {
        return present.isEmpty() ? "is none" : present.stream().collect(Collectors.joining(", ", "are ", ""));
    }

    private static boolean counts(Examined primary, DataCenterName standby) {
        var synchronous = primary.spec().synchronous();
        return synchronous != null && synchronous.members().contains(standby);
    }

    private static void slots(Examined primary) {
        for (ServerFacts.Standby standby : primary.facts().standbys()) {
            if (!standby.slot()) {
                primary.warning(
                        "STANDBY_WITHOUT_SLOT",
                        "the standby %s has no slot: when it is away for a while, what it missed may be gone; make one and set primary_slot_name there"
                                .formatted(standby.applicationName()),
                        null);
            }
        }
    }
}
