package dev.fairlead.replication.check.rules;

import java.util.Locale;

/** Settings of one server that make a takeover late, incomplete or impossible. */
final class SettingRules {

    private SettingRules() {}

    static void check(Examined member) {
        ServerFacts.Settings settings = member.facts().settings();
        if (settings.is("wal_level", "minimal")) {
            member.error(
                    "WAL_LEVEL",
                    "wal_level is minimal: no standby can follow it; replica is needed, and a restart",
                    member.alter("wal_level", "replica"));
        }
        timeout(member, "wal_receiver_timeout", "so long a standby takes a lost primary for present");
        timeout(member, "wal_sender_timeout", "so long a primary takes a lost standby for present");
        if (settings.is("max_slot_wal_keep_size", "-1")) {
            member.warning(
                    "MAX_SLOT_WAL_KEEP_SIZE",
                    "max_slot_wal_keep_size is -1: a standby that stays away fills the primary's disk; set it to less than what is free there",
                    null);
        }
        if (settings.is("wal_log_hints", "off") && settings.is("data_checksums", "off")) {
            member.warning(
                    "NO_REWIND",
                    "wal_log_hints and data_checksums are off: pg_rewind cannot be used, so that a lost primary comes back as a whole copy only; it needs a restart",
                    member.alter("wal_log_hints", "on"));
        }
        if (settings.is("default_transaction_read_only", "on")) {
            member.warning(
                    "READ_ONLY_BY_DEFAULT",
                    "default_transaction_read_only is on: applications cannot write, but whoever sets it off can; it is no fence",
                    member.alter("default_transaction_read_only", "off"));
        }
        if (!member.patroni()) {
            alterable(member, settings);
        }
    }

    private static void timeout(Examined member, String name, String meaning) {
        long suspectAfterMs = member.spec().takeover().suspectAfterMs();
        member.facts()
                .settings()
                .number(name)
                .filter(ms -> ms == 0 || ms > suspectAfterMs)
                .ifPresent(ms -> member.warning(
                        name.toUpperCase(Locale.ROOT),
                        "%s is %s: %s; suspectAfterMs is %s"
                                .formatted(name, ms == 0 ? "off" : seconds(ms), meaning, seconds(suspectAfterMs)),
                        member.alter(name, suspectAfterMs + "ms")));
    }

    /** Whether a standby can be detached by {@code ALTER SYSTEM}. */
    private static void alterable(Examined member, ServerFacts.Settings settings) {
        if (settings.is("allow_alter_system", "off")) {
            member.add(
                    member.ofTakeovers(),
                    "ALTER_SYSTEM_OFF",
                    "allow_alter_system is off: a standby cannot be detached from a lost primary; set it on in the server's file",
                    null);
        }
        if (settings.fixed().contains("primary_conninfo")) {
            member.add(
                    member.ofTakeovers(),
                    "PRIMARY_CONNINFO_FIXED",
                    "primary_conninfo stands on the server's command line, against which ALTER SYSTEM does nothing: a standby cannot be detached from a lost primary",
                    null);
        }
    }

    private static String seconds(long ms) {
        return ms % 1_000 == 0 ? ms / 1_000 + " s" : ms + " ms";
    }
}
