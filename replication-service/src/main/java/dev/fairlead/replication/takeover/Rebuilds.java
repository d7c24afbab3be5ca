package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.sample.Credentials;
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

    private final LocalServers locals;
    private final MemberActions members;
    private final InstantSource clock;
    private final Map<String, Attempt> attempts = new ConcurrentHashMap<>(); // by run

    Rebuilds(LocalServers locals, MemberActions members, InstantSource clock) {
        this.locals = locals;
        this.members = members;
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
    Optional<String> carryOn(String run, MoveInput input, DataCenterName primary) {
        return locals.at(input.address(input.from())).map(server -> {
            Attempt attempt = attempts.compute(run, (key, before) -> next(before, input, server, primary));
            return attempt.said();
        });
    }

    private Attempt next(@Nullable Attempt before, MoveInput input, LocalServer server, DataCenterName primary) {
        if (before == null) {
            return begin(false, input, server, primary);
        }
        Instant ended = before.ended;
        boolean failedRewind = ended != null && !before.copies && before.failure != null;
        boolean inVain = ended != null && ended.plus(PATIENCE).isBefore(clock.instant());
        return failedRewind || inVain ? begin(true, input, server, primary) : before;
    }

    private Attempt begin(boolean copies, MoveInput input, LocalServer server, DataCenterName primary) {
        Attempt attempt = new Attempt(copies);
        Thread.ofVirtual().name("rebuild-" + input.database()).start(() -> {
            try {
                rebuild(copies, input, server, primary);
            } catch (IOException | RuntimeException e) {
                attempt.failure = String.valueOf(e.getMessage());
            }
            attempt.ended = clock.instant();
        });
        return attempt;
    }

    private void rebuild(boolean copies, MoveInput input, LocalServer server, DataCenterName primary)
            throws IOException {
        EndpointAddress source = input.address(primary);
        Credentials.Login login = members.login(input.spec());
        String slot = input.from().value().replace('-', '_');
        members.ask(input.spec(), primary, session -> {
            session.createSlot(slot);
            session.checkpoint();
            return slot;
        });
        if (copies) {
            server.copy(source, login, slot);
        } else {
            server.rewind(source, login, input.spec().databaseName());
        }
        server.follow(source, login, input.from().value(), slot);
        server.start();
    }

    /** One try; written by its thread, read by others. */
    private static final class Attempt {

        private final boolean copies;
        private volatile @Nullable String failure;
        private volatile @Nullable Instant ended;

        Attempt(boolean copies) {
            this.copies = copies;
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
