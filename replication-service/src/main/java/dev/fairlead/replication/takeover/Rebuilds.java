package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.local.LostLog;
import dev.fairlead.replication.local.LostLog.RelationFile;
import dev.fairlead.replication.local.RewindImpossibleException;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.takeover.ChooseStep.Chosen;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.replication.takeover.member.MemberState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes old primaries that stand beside this service standbys of the new ones, behind whoever asks, because it takes
 * minutes: by a rewind first, by a new copy where that did not help. A server that starts proves nothing: one whose log left the new
 * primary's history starts too, serves reads and never catches up.
 */
@Component
final class Rebuilds {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** As often as a rewind may fail, by a network that broke perhaps, before everything is copied. */
    private static final int REWINDS = 3;

    private final LocalServers locals;
    private final MemberActions members;
    private final Losses losses;
    private final InstantSource clock;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>(); // by run

    Rebuilds(LocalServers locals, MemberActions members, Losses losses, InstantSource clock) {
        this.locals = locals;
        this.members = members;
        this.losses = losses;
        this.clock = clock;
    }

    /** Why the old primary does not stream from the new one on the new timeline; empty: it does. */
    Optional<String> open(MoveInput input, DataCenterName primary, long timeline) {
        if (members.ask(input.spec(), primary, MemberSession::streaming)
                .contains(input.from().value())) {
            long its = members.ask(input.spec(), input.from(), MemberSession::state)
                    .branch()
                    .timeline();
            return its >= timeline
                    ? Optional.empty()
                    : Optional.of("%s is still on timeline %d".formatted(input.from(), its));
        }
        MemberState state = members.askAll(input.spec(), List.of(input.from()), MemberSession::state)
                .get(input.from());
        return Optional.of(
                switch (state) {
                    case null -> input.from() + " does not answer";
                    case MemberState.Primary claims ->
                        "%s runs as primary of timeline %d and has to be fenced"
                                .formatted(input.from(), claims.branch().timeline());
                    case MemberState.Standby standby ->
                        "%s runs as a standby on timeline %d and does not stream from %s: it may have left its history"
                                .formatted(input.from(), standby.branch().timeline(), primary);
                });
    }

    boolean isBeside(MoveInput input) {
        return locals.at(input.address(input.from())).isPresent();
    }

    /**
     * Begins, or goes on, where the server stands beside this service.
     *
     * @return what it is at; empty: it stands elsewhere
     */
    Optional<String> carryOn(String run, MoveInput input, Chosen chosen) {
        return locals.at(input.address(input.from())).map(server -> {
            Attempt attempt =
                    attempts.compute(run, (key, before) -> next(before, new Work(run, input, server, chosen)));
            return attempt.said();
        });
    }

    private Attempt next(@Nullable Attempt before, Work work) {
        if (before == null) {
            return begin(new Attempt(false, 1), work);
        }
        Instant ended = before.ended;
        if (ended == null) {
            return before;
        }
        if (before.copyNext) {
            return begin(new Attempt(true, 1), work);
        }
        boolean waited = ended.plus(PATIENCE).isBefore(clock.instant());
        boolean copies = before.copies || before.failure == null || before.number >= REWINDS;
        return waited ? begin(new Attempt(copies, before.number + 1), work) : before;
    }

    private Attempt begin(Attempt attempt, Work work) {
        Thread.ofVirtual().name("rebuild-" + work.input.database()).start(() -> {
            try {
                rebuild(attempt.copies, work);
            } catch (RewindImpossibleException e) {
                attempt.failure = String.valueOf(e.getMessage());
                attempt.copyNext = true;
            } catch (IOException | RuntimeException e) {
                attempt.failure = String.valueOf(e.getMessage());
            }
            attempt.ended = clock.instant();
        });
        return attempt;
    }

    private void rebuild(boolean copies, Work work) throws IOException {
        MoveInput input = work.input;
        DataCenterName primary = work.chosen.dataCenter();
        EndpointAddress source = input.address(primary);
        Credentials.Login login = members.login(input.spec());
        String slot = input.from().value().replace('-', '_');
        members.ask(input.spec(), primary, session -> {
            session.createSlot(slot);
            session.checkpoint();
            return slot;
        });
        if (copies) {
            work.server.copy(source, login, input.spec().databaseName(), slot);
        } else {
            work.server.rewind(source, login, input.spec().databaseName());
        }
        losses.tell(lost(work));
        work.server.follow(source, login, input.from().value(), slot);
        work.server.start();
    }

    /** That it cannot be read keeps nobody from rebuilding: the log stays. */
    private LostWrites lost(Work work) {
        MoveInput input = work.input;
        DataCenterName primary = work.chosen.dataCenter();
        LossReport report = new LossReport(work.run, input, primary, clock.instant());
        try {
            Optional<LostLog> lost = work.server.takenBack(work.chosen.timeline());
            return lost.isEmpty()
                    ? report.nothing()
                    : report.of(
                            lost.get(),
                            tables(input, primary, lost.get()),
                            work.server.keptRows(lost.get().timeline()).orElse(null));
        } catch (IOException e) {
            return report.unknown(String.valueOf(e.getMessage()));
        }
    }

    /** Names are no reason to wait. */
    private Map<RelationFile, String> tables(MoveInput input, DataCenterName primary, LostLog lost) {
        return members.askAll(input.spec(), List.of(primary), session -> session.tables(LossReport.files(lost)))
                .getOrDefault(primary, Map.of());
    }

    /** What an attempt is to do. */
    private record Work(String run, MoveInput input, LocalServer server, Chosen chosen) {}

    /** One try; written by its thread, read by others. */
    private static final class Attempt {

        private final boolean copies;
        private final int number;
        private volatile boolean copyNext;
        private volatile @Nullable String failure;
        private volatile @Nullable Instant ended;

        Attempt(boolean copies, int number) {
            this.copies = copies;
            this.number = number;
        }

        String said() {
            String way = copies ? "a new copy" : "a rewind";
            if (ended == null) {
                return way + " is under way";
            }
            return failure == null ? way + " is done, it is to stream now" : "%s failed: %s".formatted(way, failure);
        }
    }
}
