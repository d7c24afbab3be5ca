package dev.fairlead.replication.timeline;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a database whose every member takes writes. Each has a timeline of its own; how much of it another one has
 * is what that one confirmed to its slot. A member is as fresh as the worst it gets from those that answer: what a lost one
 * has not sent, nobody can have.
 *
 * <p>Not safe for use by several threads.
 */
public final class WritersEvidence implements Evidence {

    private final DatabaseName name;
    private final SortedMap<DataCenterName, Heard> members = new TreeMap<>();

    public WritersEvidence(DatabaseName name) {
        this.name = name;
    }

    @Override
    public void expect(DataCenterName member) {
        members.putIfAbsent(member, new Heard(null, false, "no answer yet", new LsnTimeline()));
    }

    @Override
    public void forget(DataCenterName member) {
        members.remove(member);
    }

    @Override
    public void answered(DataCenterName member, Answer answer) {
        members.computeIfPresent(member, (key, heard) -> {
            if (answer instanceof Answer.Writer said) {
                heard.timeline.append(said.branch(), said.askedAt(), said.written());
            }
            return new Heard(answer, true, "", heard.timeline);
        });
    }

    @Override
    public void silent(DataCenterName member, String failure) {
        members.computeIfPresent(member, (key, heard) -> new Heard(heard.last, false, failure, heard.timeline));
    }

    @Override
    public List<Finding> findings(Instant now, Duration patience) {
        List<WriterPair> pairs = pairs(now, patience);
        List<Finding> all = new ArrayList<>();
        members.forEach((member, heard) -> {
            Finding.Basis basis =
                    heard.last instanceof Answer.Writer said ? new Finding.Basis(said.branch(), said.written()) : null;
            all.add(new Finding(freshness(member, heard, pairs, now, patience), basis));
        });
        return all;
    }

    private Freshness freshness(
            DataCenterName member, Heard heard, List<WriterPair> pairs, Instant now, Duration patience) {
        if (heard.last instanceof Answer.Writer said) {
            return writer(member, heard, said, pairs, now, patience);
        }
        return heard.last == null
                ? uncertified(member, heard, MemberRole.UNKNOWN, heard.failure)
                : uncertified(member, heard, MemberRole.REPLICA, "it is a standby and takes no writes");
    }

    private Freshness writer(
            DataCenterName member,
            Heard heard,
            Answer.Writer said,
            List<WriterPair> pairs,
            Instant now,
            Duration patience) {
        List<WriterPair> counted = pairs.stream()
                .filter(pair -> pair.to().equals(member) && pair.senderAnswers())
                .toList();
        String lost = lost(member, pairs);
        Optional<WriterPair> unknown =
                counted.stream().filter(pair -> pair.stalenessBoundMs() == null).findFirst();
        if (unknown.isPresent()) {
            return uncertified(
                    member,
                    heard,
                    MemberRole.WRITER,
                    "not certified: from %s: %s"
                                    .formatted(
                                            unknown.get().from(), unknown.get().reason())
                            + lost);
        }
        long worst = counted.stream().mapToLong(WritersEvidence::bound).max().orElse(0);
        Duration age = Duration.between(said.askedAt(), now);
        if (!heard.reachable || age.compareTo(patience) > 0) {
            return new Freshness(
                    name,
                    member,
                    MemberRole.WRITER,
                    heard.reachable,
                    Math.max(worst, roundedUp(age)),
                    null,
                    "writer, silent for %s".formatted(seconds(roundedUp(age)))
                            + (heard.reachable ? "" : "; does not answer: " + heard.failure));
        }
        return new Freshness(
                name,
                member,
                MemberRole.WRITER,
                true,
                worst,
                bytes(counted),
                "writer, has everything committed elsewhere until %s ago".formatted(seconds(worst)) + lost);
    }

    private static String lost(DataCenterName member, List<WriterPair> pairs) {
        List<String> names = pairs.stream()
                .filter(pair -> pair.to().equals(member) && !pair.senderAnswers())
                .map(pair -> pair.from().value())
                .toList();
        return names.isEmpty() ? "" : "; but for what %s did not send".formatted(String.join(" and ", names));
    }

    private static long bound(WriterPair pair) {
        Long bound = pair.stalenessBoundMs();
        return bound == null ? 0 : bound;
    }

    private static @Nullable Long bytes(List<WriterPair> pairs) {
        long most = 0;
        for (WriterPair pair : pairs) {
            Long behind = pair.bytesBehind();
            if (behind == null) {
                return null;
            }
            most = Math.max(most, behind);
        }
        return most;
    }

    /** Each direction between two members, by sender and receiver. */
    public List<WriterPair> pairs(Instant now, Duration patience) {
        List<WriterPair> all = new ArrayList<>();
        members.forEach((from, sender) -> members.keySet().stream()
                .filter(to -> !to.equals(from))
                .forEach(to -> all.add(pair(from, sender, to, now, patience))));
        return all;
    }

    private WriterPair pair(DataCenterName from, Heard sender, DataCenterName to, Instant now, Duration patience) {
        if (!(sender.last instanceof Answer.Writer said)) {
            return unknown(from, to, false, "%s was not heard as a writer".formatted(from));
        }
        boolean answers =
                sender.reachable && Duration.between(said.askedAt(), now).compareTo(patience) <= 0;
        Heard receiver = members.get(to);
        if (receiver == null || !(receiver.last instanceof Answer.Writer other)) {
            return unknown(from, to, answers, "%s was not heard as a writer".formatted(to));
        }
        Optional<Answer.Writer.Slot> found = said.sends().stream()
                .filter(slot -> subscriptions(other, slot.name()) > 0)
                .min(Comparator.comparing(Answer.Writer.Slot::confirmed));
        if (found.isEmpty()) {
            return unknown(from, to, answers, "no slot of %s is one of a subscription of %s".formatted(from, to));
        }
        Answer.Writer.Slot slot = found.get();
        if (holders(slot.name(), to) > subscriptions(other, slot.name())) {
            return unknown(
                    from,
                    to,
                    answers,
                    "several members have a slot %s: whose it is, nobody tells".formatted(slot.name()));
        }
        Map<String, Long> conflicts = conflicts(other, slot.name());
        Long bytes = answers ? said.written().bytesAheadOf(slot.confirmed()) : null;
        return switch (sender.timeline.staleness(said.branch(), slot.confirmed(), now)) {
            case Staleness.Unknown(String reason) ->
                new WriterPair(from, to, slot.name(), slot.active(), answers, bytes, null, conflicts, reason);
            case Staleness.Certified(Duration bound) ->
                new WriterPair(
                        from,
                        to,
                        slot.name(),
                        slot.active(),
                        answers,
                        bytes,
                        roundedUp(bound),
                        conflicts,
                        connection(slot, answers));
        };
    }

    private static @Nullable Map<String, Long> conflicts(Answer.Writer receiver, String slot) {
        Map<String, Long> all = new TreeMap<>();
        for (Answer.Writer.Subscription subscription : receiver.receives()) {
            if (subscription.slot().equals(slot)) {
                if (subscription.conflicts() == null) {
                    return null;
                }
                subscription.conflicts().forEach((kind, count) -> {
                    if (count > 0) {
                        all.merge(kind, count, Long::sum);
                    }
                });
            }
        }
        return all;
    }

    private static String connection(Answer.Writer.Slot slot, boolean answers) {
        if (!answers) {
            return "the sender does not answer: what it had not sent, it has alone";
        }
        return slot.active() ? "the receiver is connected" : "the receiver is not connected";
    }

    private static long subscriptions(Answer.Writer receiver, String slot) {
        return receiver.receives().stream()
                .filter(subscription -> subscription.slot().equals(slot))
                .count();
    }

    private long holders(String slot, DataCenterName receiver) {
        return members.entrySet().stream()
                .filter(member -> !member.getKey().equals(receiver))
                .filter(member -> member.getValue().last instanceof Answer.Writer said
                        && said.sends().stream().anyMatch(one -> one.name().equals(slot)))
                .count();
    }

    private static WriterPair unknown(DataCenterName from, DataCenterName to, boolean answers, String reason) {
        return new WriterPair(from, to, null, false, answers, null, null, null, reason);
    }

    private Freshness uncertified(DataCenterName member, Heard heard, MemberRole role, String reason) {
        return new Freshness(name, member, role, heard.reachable, null, null, reason);
    }

    private static long roundedUp(Duration duration) {
        return Math.max(0, duration.plusNanos(999_999).toMillis());
    }

    private static String seconds(long ms) {
        return "%d.%03d s".formatted(ms / 1_000, ms % 1_000);
    }

    /**
     * @param last absent: never heard
     * @param failure why it did not answer; empty when it did
     */
    private record Heard(@Nullable Answer last, boolean reachable, String failure, LsnTimeline timeline) {}
}
