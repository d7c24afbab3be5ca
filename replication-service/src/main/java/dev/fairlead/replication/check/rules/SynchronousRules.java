package dev.fairlead.replication.check.rules;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseCheck.Severity;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a commit is acknowledged after as many others have it as the database's resource says: a takeover that trusts it loses
 * acknowledged data otherwise. A standby is held to the same, because it may be the next primary.
 */
final class SynchronousRules {

    private static final String CODE = "SYNCHRONOUS_STANDBY_NAMES";
    private static final String NAMES = "synchronous_standby_names";
    private static final String COMMIT = "synchronous_commit";

    private SynchronousRules() {}

    static void check(Examined member) {
        DatabaseSpec.Synchronous synchronous = member.spec().synchronous();
        String setting = member.facts().settings().value(NAMES).orElse("");
        if (synchronous == null) {
            asynchronous(member, setting);
            return;
        }
        names(member, synchronous, setting);
        commits(member);
    }

    private static void asynchronous(Examined member, String setting) {
        if (member.facts().primary() && !setting.isBlank() && !member.patroni()) {
            member.warning(
                    "SYNCHRONOUS_NOT_SAID",
                    "%s is '%s' and the database's resource has no synchronous members: a takeover counts with lost data"
                            .formatted(NAMES, setting),
                    null);
        }
        if (member.facts().primary() && member.facts().settings().is(COMMIT, "off")) {
            member.warning(
                    "SYNCHRONOUS_COMMIT",
                    "%s is off: commits are acknowledged before they are in the log, and are not in the staleness bound either"
                            .formatted(COMMIT),
                    member.alter(COMMIT, "on"));
        }
    }

    private static void names(Examined member, DatabaseSpec.Synchronous synchronous, String setting) {
        SynchronousNames present = SynchronousNames.parse(setting);
        Set<String> wanted = synchronous.members().stream()
                .filter(name -> !name.equals(member.member()))
                .map(DataCenterName::value)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> strangers = new TreeSet<>(present.names());
        strangers.removeAll(wanted);
        strangers.remove(member.member().value());
        Set<String> missing = new TreeSet<>(wanted);
        missing.removeAll(present.names());
        String statement = member.alter(
                NAMES,
                SynchronousNames.any(
                        synchronous.acknowledgements(),
                        synchronous.members().stream()
                                .map(DataCenterName::value)
                                .toList()));
        String said = "%s is '%s'".formatted(NAMES, setting);
        Optional<String> danger = danger(present, synchronous.acknowledgements(), strangers);
        if (danger.isPresent()) {
            unsafe(member, CODE, said + ": " + danger.get(), statement);
        } else if (present.count() > synchronous.acknowledgements() || !missing.isEmpty()) {
            member.warning(
                    CODE,
                    said
                            + ": commits wait for more members than they should, or have fewer to choose from, and stop sooner",
                    statement);
        } else if (member.facts().primary()) {
            member.ok(CODE, said + ", as it is to be");
        }
    }

    /** How a commit may be acknowledged without those whom a takeover asks. */
    private static Optional<String> danger(SynchronousNames present, int asked, Set<String> strangers) {
        if (present.names().isEmpty()) {
            return Optional.of("no commit waits for another copy");
        }
        if (present.count() < asked) {
            return Optional.of("a commit waits for %d others and not for %d".formatted(present.count(), asked));
        }
        if (present.names().contains("*")) {
            return Optional.of("anybody may acknowledge a commit, also whom a takeover does not ask");
        }
        return strangers.isEmpty()
                ? Optional.empty()
                : Optional.of("%s may acknowledge a commit, whom a takeover does not ask"
                        .formatted(String.join(", ", strangers)));
    }

    private static void unsafe(Examined member, String code, String text, @Nullable String statement) {
        boolean primary = member.facts().primary();
        member.add(
                primary ? Severity.ERROR : Severity.WARNING,
                code,
                primary ? text : text + ", once it is the primary",
                statement);
    }

    private static void commits(Examined member) {
        ServerFacts.Settings settings = member.facts().settings();
        String value = settings.value(COMMIT).orElse("on");
        switch (value) {
            case "off", "local" ->
                unsafe(
                        member,
                        "SYNCHRONOUS_COMMIT",
                        "%s is %s: no commit waits for another copy".formatted(COMMIT, value),
                        member.alter(COMMIT, "on"));
            case "remote_write" ->
                member.warning(
                        "SYNCHRONOUS_COMMIT",
                        "%s is remote_write: a commit may be lost with the machine of the standby that has it"
                                .formatted(COMMIT),
                        member.alter(COMMIT, "on"));
            default -> {}
        }
        if (member.facts().primary() && !settings.weakCommits().isEmpty()) {
            member.warning(
                    "SYNCHRONOUS_COMMIT_BY_ROLE",
                    "%s: their commits wait for no other copy and may be lost in a takeover"
                            .formatted(String.join(", ", settings.weakCommits())),
                    null);
        }
    }
}
