package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.replication.DatabaseCheck.Severity;

/** Whether the role may do what it is needed for, and not much more. */
final class RoleRules {

    private static final int FIRST_VERSION_WITH_GRANTS = 15;

    private RoleRules() {}

    static void check(Examined member) {
        ServerFacts.Role role = member.facts().role();
        if (role.superuser()) {
            member.warning(
                    "ROLE_SUPERUSER",
                    "the role %s is a superuser: whoever reads its credentials may do everything; use one made by the statements below"
                            .formatted(role.name()),
                    null);
            return;
        }
        ServerFacts.Version version = member.facts().server().version();
        if (version.major() < FIRST_VERSION_WITH_GRANTS) {
            member.add(
                    member.ofTakeovers(),
                    "VERSION_TOO_OLD",
                    "PostgreSQL %s: the rights that a takeover needs can be granted from PostgreSQL %d on"
                            .formatted(version.text(), FIRST_VERSION_WITH_GRANTS),
                    null);
            return;
        }
        for (Right right : Right.values()) {
            if (!role.rights().contains(right) && isNeeded(right, member)) {
                member.add(
                        severity(right.need(), member),
                        "ROLE_" + right,
                        "the role %s may not %s".formatted(role.name(), right.purpose()),
                        right.grantTo(role.name()));
            }
        }
    }

    private static boolean isNeeded(Right right, Examined member) {
        return right.need() == Right.Need.WATCH
                || (member.spec().everyMemberWrites() ? right == Right.REPLICATION : !member.patroni());
    }

    private static Severity severity(Right.Need need, Examined member) {
        return switch (need) {
            case WATCH -> Severity.ERROR;
            case TAKEOVER -> member.ofTakeovers();
            case AFTERWARDS -> Severity.WARNING;
        };
    }
}
