package dev.fairlead.replication.check.rules;

import java.util.function.Predicate;

/** Replication slots that keep too much of the log, or no longer enough. */
final class SlotRules {

    private static final int MIB = 1_048_576;

    private SlotRules() {}

    static void check(Examined member) {
        // a standby's own slots are Patroni's, synchronised ones of logical replication, or left over
        Predicate<ServerFacts.Slot> ofInterest = member.facts().primary()
                ? slot -> true
                : slot -> slot.physical() && slot.heldBytes() > 0 && !member.patroni();
        member.facts().slots().stream().filter(ofInterest).forEach(slot -> check(member, slot));
    }

    private static void check(Examined member, ServerFacts.Slot slot) {
        String drop =
                "select pg_drop_replication_slot('%s')".formatted(slot.name().replace("'", "''"));
        switch (slot.walStatus()) {
            case "lost" ->
                member.error(
                        "SLOT_LOST",
                        "the slot %s lost what it was to keep: whoever used it has to be made anew as a copy"
                                .formatted(slot.name()),
                        drop);
            case "unreserved" ->
                member.warning(
                        "SLOT_UNRESERVED",
                        "the slot %s is %s behind, more than is kept for it: the next checkpoint may remove what it needs"
                                .formatted(slot.name(), size(slot.heldBytes())),
                        null);
            default -> {
                if (!slot.active()) {
                    member.warning(
                            "SLOT_INACTIVE",
                            "nobody uses the slot %s, which keeps %s of the log: start its standby, or drop it if none comes back"
                                    .formatted(slot.name(), size(slot.heldBytes())),
                            drop);
                }
            }
        }
    }

    private static String size(long bytes) {
        return bytes < MIB ? bytes + " bytes" : bytes / MIB + " MiB";
    }
}
