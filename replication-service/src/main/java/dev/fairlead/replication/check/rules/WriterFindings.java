package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.util.List;
import java.util.Map;

/** Whether each member of a database sends what it writes to each other one, and nothing comes round twice. */
final class WriterFindings {

    /** The first that can tell what was first written elsewhere, so that it is not sent back. */
    private static final int FIRST_VERSION_WITH_ORIGIN = 16;

    private WriterFindings() {}

    static void check(DatabaseSpec spec, Map<DataCenterName, ServerFacts> read, List<Finding> found) {
        read.forEach((name, facts) -> {
            Examined member = new Examined(spec, name, facts, found);
            if (version(member)) {
                server(member);
                tables(member);
                subscriptions(member, read);
                sequences(member, read);
                RoleRules.check(member);
                SlotRules.check(member);
            }
        });
    }

    private static boolean version(Examined member) {
        ServerFacts.Version version = member.facts().server().version();
        if (version.major() < FIRST_VERSION_WITH_ORIGIN) {
            member.error(
                    "VERSION_TOO_OLD",
                    "PostgreSQL %s: only from %d on a subscription can leave out what came from elsewhere"
                            .formatted(version.text(), FIRST_VERSION_WITH_ORIGIN),
                    null);
        }
        return version.major() >= FIRST_VERSION_WITH_ORIGIN;
    }

    private static void server(Examined member) {
        ServerFacts.Settings settings = member.facts().settings();
        if (!member.facts().primary()) {
            member.error("NOT_A_WRITER", "it is a standby and takes no writes: promote it, or name its primary", null);
        }
        if (!settings.is("wal_level", "logical")) {
            member.error(
                    "WAL_LEVEL",
                    "wal_level is %s: it has to be logical, which needs a restart"
                            .formatted(settings.value("wal_level").orElse("not known")),
                    member.alter("wal_level", "logical"));
        }
        if (settings.is("track_commit_timestamp", "off")) {
            member.warning(
                    "TRACK_COMMIT_TIMESTAMP",
                    "track_commit_timestamp is off: rows that another data center changed at the same time are overwritten without being counted; it needs a restart",
                    member.alter("track_commit_timestamp", "on"));
        }
        if (settings.is("max_slot_wal_keep_size", "-1")) {
            member.warning(
                    "MAX_SLOT_WAL_KEEP_SIZE",
                    "max_slot_wal_keep_size is -1: a data center that stays away fills this one's disk; set it to less than what is free there",
                    null);
        }
        if (settings.is("default_transaction_read_only", "on")) {
            member.error(
                    "READ_ONLY_BY_DEFAULT",
                    "default_transaction_read_only is on: applications cannot write here",
                    member.alter("default_transaction_read_only", "off"));
        }
    }

    private static void tables(Examined member) {
        ServerFacts.Logical logical = member.facts().logical();
        if (logical.published().isEmpty()) {
            member.error("NOTHING_PUBLISHED", "no publication has a table: nothing is sent to the others", null);
        }
        for (String table : logical.unidentified()) {
            member.error(
                    "NO_REPLICA_IDENTITY",
                    "%s is published and has neither a primary key nor another replica identity: updates and deletes of it fail"
                            .formatted(table),
                    "alter table %s replica identity full".formatted(table));
        }
    }

    private static void subscriptions(Examined member, Map<DataCenterName, ServerFacts> read) {
        List<ServerFacts.Subscription> all = member.facts().logical().subscriptions();
        for (ServerFacts.Subscription subscription : all) {
            if (!subscription.origin().equals("none")) {
                member.error(
                        "ORIGIN",
                        "the subscription %s has origin %s: what this member wrote comes back to it"
                                .formatted(subscription.name(), subscription.origin()),
                        "alter subscription %s set (origin = none)".formatted(quoted(subscription.name())));
            }
            if (!subscription.enabled()) {
                member.error(
                        "SUBSCRIPTION_DISABLED",
                        "the subscription %s is disabled, by hand or after a conflict: it receives nothing, and its slot keeps the log"
                                .formatted(subscription.name()),
                        "alter subscription %s enable".formatted(quoted(subscription.name())));
            }
        }
        read.forEach((from, sender) -> {
            if (!from.equals(member.member()) && all.stream().noneMatch(one -> hasSlot(sender, one.slot()))) {
                member.error(
                        "NOT_SUBSCRIBED",
                        "no subscription of it uses a slot of %s: it does not get what is written there"
                                .formatted(from),
                        null);
            }
        });
    }

    private static boolean hasSlot(ServerFacts sender, String slot) {
        return sender.slots().stream()
                .anyMatch(one -> !one.physical() && one.name().equals(slot));
    }

    /** Each pair of members once. */
    private static void sequences(Examined member, Map<DataCenterName, ServerFacts> read) {
        for (ServerFacts.Sequence sequence : member.facts().logical().sequences()) {
            read.forEach((other, facts) -> {
                if (member.member().compareTo(other) < 0
                        && facts.logical().sequences().stream()
                                .anyMatch(one -> one.name().equals(sequence.name()) && one.overlaps(sequence))) {
                    member.warning(
                            "SEQUENCES_OVERLAP",
                            "the sequence %s gives numbers that %s gives too: rows get the same key; let it count in steps of %d from another start in each data center"
                                    .formatted(sequence.name(), other, read.size()),
                            "alter sequence %s increment by %d".formatted(sequence.name(), read.size()));
                }
            });
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }
}
