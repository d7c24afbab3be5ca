package dev.fairlead.replication.timeline;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one database: each member's last answer and the primary's timeline; decides each member's freshness from
 * it. Who is primary is what the members say. Two that claim it at once void everything, because then nobody knows which
 * data is the newer; a claim that fell silent gives way to one on a later timeline of the same system.
 *
 * <p>Not safe for use by several threads.
 */
public final class DatabaseEvidence implements Evidence {

    private final DatabaseName name;
    private final SortedMap<DataCenterName, Heard> members = new TreeMap<>();
    private final LsnTimeline timeline = new LsnTimeline();

    public DatabaseEvidence(DatabaseName name) {
        this.name = name;
    }

    @Override
    public void expect(DataCenterName member) {
        members.putIfAbsent(member, new Heard(null, false, "no answer yet"));
    }

    @Override
    public void forget(DataCenterName member) {
        members.remove(member);
    }

    @Override
    public void answered(DataCenterName member, Answer answer) {
        members.replace(member, new Heard(answer, true, ""));
        List<Claim> claims = claims();
        if (claims.size() > 1) {
            timeline.clear();
        } else if (claims.size() == 1 && claims.getFirst().member.equals(member)) {
            Answer.Primary sample = claims.getFirst().answer;
            timeline.append(sample.branch(), sample.askedAt(), sample.written());
        }
    }

    @Override
    public void silent(DataCenterName member, String failure) {
        members.computeIfPresent(member, (key, heard) -> new Heard(heard.last, false, failure));
    }

    @Override
    public List<Finding> findings(Instant now, Duration patience) {
        List<Claim> claims = claims();
        List<Finding> all = new ArrayList<>();
        members.forEach((member, heard) -> {
            Freshness freshness = freshness(member, heard, claims, now, patience);
            all.add(new Finding(freshness, basis(heard.last)));
        });
        return all;
    }

    /** The only member that says it is primary; empty: none or several do. */
    public Optional<DataCenterName> primary() {
        List<Claim> claims = claims();
        return claims.size() == 1 ? Optional.of(claims.getFirst().member) : Optional.empty();
    }

    /** How old the data of whoever follows this branch is that has all up to the position. */
    public Staleness staleness(Branch of, Lsn position, Instant now) {
        return timeline.staleness(of, position, now);
    }

    private static Finding.@Nullable Basis basis(@Nullable Answer last) {
        return switch (last) {
            case null -> null;
            case Answer.Primary said -> new Finding.Basis(said.branch(), said.written());
            case Answer.Replica said -> new Finding.Basis(said.branch(), said.replayed());
            case Answer.Writer said -> new Finding.Basis(said.branch(), said.written());
        };
    }

    private Freshness freshness(
            DataCenterName member, Heard heard, List<Claim> claims, Instant now, Duration patience) {
        return switch (heard.last) {
            case null -> uncertified(member, heard, MemberRole.UNKNOWN, heard.failure);
            case Answer.Writer _ -> uncertified(member, heard, MemberRole.WRITER, "one of several writers");
            case Answer.Primary _
            when claims.size() > 1 -> uncertified(member, heard, MemberRole.PRIMARY, conflict(claims));
            case Answer.Replica _
            when claims.size() > 1 -> uncertified(member, heard, MemberRole.REPLICA, conflict(claims));
            case Answer.Primary said
            when !claims.getFirst().member.equals(member) ->
                uncertified(
                        member,
                        heard,
                        MemberRole.UNKNOWN,
                        "was primary on timeline %d before it fell silent; %s is primary on timeline %d"
                                .formatted(
                                        said.branch().timeline(),
                                        claims.getFirst().member,
                                        claims.getFirst().answer.branch().timeline()));
            case Answer.Primary said -> primary(member, heard, said, now, patience);
            case Answer.Replica said -> replica(member, heard, said, claims, now, patience);
        };
    }

    private Freshness primary(DataCenterName member, Heard heard, Answer.Primary said, Instant now, Duration patience) {
        if (heard.reachable && isFresh(said, now, patience)) {
            return new Freshness(name, member, MemberRole.PRIMARY, true, 0L, 0L, "primary");
        }
        Duration age = Duration.between(said.askedAt(), now);
        String reason = "primary, silent for %s".formatted(seconds(age)) + silence(heard);
        return new Freshness(name, member, MemberRole.PRIMARY, heard.reachable, roundedUp(age), null, reason);
    }

    private Freshness replica(
            DataCenterName member,
            Heard heard,
            Answer.Replica said,
            List<Claim> claims,
            Instant now,
            Duration patience) {
        String silence = silence(heard)
                + (claims.isEmpty() ? "; no member says it is primary" : silenceOfPrimary(claims.getFirst()));
        Long bytes = claims.isEmpty() ? null : bytesBehind(said, claims.getFirst(), now, patience);
        return switch (timeline.staleness(said.branch(), said.replayed(), now)) {
            case Staleness.Unknown(String reason) ->
                new Freshness(
                        name,
                        member,
                        MemberRole.REPLICA,
                        heard.reachable,
                        null,
                        bytes,
                        "not certified: " + reason + silence);
            case Staleness.Certified(Duration bound) ->
                new Freshness(
                        name,
                        member,
                        MemberRole.REPLICA,
                        heard.reachable,
                        roundedUp(bound),
                        bytes,
                        "shows everything committed until %s ago".formatted(seconds(bound)) + silence);
        };
    }

    /** Absent without a present position of the primary on the same branch: an old one would show too few bytes. */
    private static @Nullable Long bytesBehind(Answer.Replica said, Claim primary, Instant now, Duration patience) {
        return primary.reachable
                        && isFresh(primary.answer, now, patience)
                        && primary.answer.branch().equals(said.branch())
                ? primary.answer.written().bytesAheadOf(said.replayed())
                : null;
    }

    private static String silenceOfPrimary(Claim primary) {
        return primary.reachable ? "" : "; primary %s does not answer".formatted(primary.member);
    }

    private Freshness uncertified(DataCenterName member, Heard heard, MemberRole role, String reason) {
        return new Freshness(name, member, role, heard.reachable, null, null, reason);
    }

    /** The members that say they are primary, without those that fell silent and were superseded. */
    private List<Claim> claims() {
        List<Claim> all = new ArrayList<>();
        members.forEach((member, heard) -> {
            if (heard.last instanceof Answer.Primary said) {
                all.add(new Claim(member, heard.reachable, said));
            }
        });
        return all.stream()
                .filter(claim -> claim.reachable
                        || all.stream().noneMatch(other -> other.answer.branch().supersedes(claim.answer.branch())))
                .toList();
    }

    private static String conflict(List<Claim> claims) {
        return "needs an operator: %s all say they are primary, nothing is certified"
                .formatted(String.join(
                        " and ",
                        claims.stream().map(claim -> claim.member.value()).toList()));
    }

    private static String silence(Heard heard) {
        return heard.reachable ? "" : "; does not answer: " + heard.failure;
    }

    private static boolean isFresh(Answer.Primary answer, Instant now, Duration patience) {
        return Duration.between(answer.askedAt(), now).compareTo(patience) <= 0;
    }

    /** In milliseconds; never below the duration itself. */
    private static long roundedUp(Duration duration) {
        return Math.max(0, duration.plusNanos(999_999).toMillis());
    }

    private static String seconds(Duration duration) {
        return "%d.%03d s".formatted(roundedUp(duration) / 1_000, roundedUp(duration) % 1_000);
    }

    /**
     * @param last absent: never heard
     * @param failure why it did not answer; empty when it did
     */
    private record Heard(@Nullable Answer last, boolean reachable, String failure) {}

    private record Claim(DataCenterName member, boolean reachable, Answer.Primary answer) {}
}
