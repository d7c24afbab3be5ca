package dev.fairlead.replication.join;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseMember.Copied;
import dev.fairlead.contracts.replication.DatabaseMember.Stage;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.join.rule.Next;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.takeover.member.MemberActions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings new members that stand beside this service on, each behind whoever looks, because a copy takes hours. */
final class Joins {

    private static final Logger log = LoggerFactory.getLogger(Joins.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final LocalServers locals;
    private final Surroundings surroundings;
    private final MemberActions members;
    private final Joinings joinings;
    private final InstantSource clock;
    private final Map<Place, Attempt> attempts = new ConcurrentHashMap<>();

    Joins(
            LocalServers locals,
            Surroundings surroundings,
            MemberActions members,
            Joinings joinings,
            InstantSource clock) {
        this.locals = locals;
        this.surroundings = surroundings;
        this.members = members;
        this.joinings = joinings;
        this.clock = clock;
    }

    /** One look at all members beside this service. A server belongs to the first database that names it. */
    void look(Map<DatabaseName, DatabaseSpec> specs) throws IOException {
        Set<Place> busy = busy(); // before the rows: what ends meanwhile has changed its row
        Map<Place, Joinings.Row> rows = joinings.all();
        Set<EndpointAddress> seen = new HashSet<>();
        for (Map.Entry<DatabaseName, DatabaseSpec> database : new TreeMap<>(specs).entrySet()) {
            for (DatabaseSpec.Member member : database.getValue().members()) {
                LocalServer server = locals.at(member.address()).orElse(null);
                if (server != null
                        && database.getValue().kind() == DatabaseSpec.Kind.POSTGRESQL
                        && seen.add(member.address())) {
                    Place place = new Place(database.getKey(), member.dataCenter());
                    Work work = new Work(place, database.getValue(), server);
                    if (busy.contains(place)) {
                        progress(work);
                    } else {
                        consider(work, rows.get(place));
                    }
                }
            }
        }
        forgetOthers(specs, rows);
    }

    private void forgetOthers(Map<DatabaseName, DatabaseSpec> specs, Map<Place, Joinings.Row> rows) {
        rows.keySet().stream()
                .filter(place -> !isMember(place, specs.get(place.database())))
                .forEach(joinings::remove);
    }

    private static boolean isMember(Place place, @Nullable DatabaseSpec spec) {
        return spec != null
                && spec.members().stream()
                        .anyMatch(member -> member.dataCenter().equals(place.dataCenter()));
    }

    private Set<Place> busy() {
        return attempts.entrySet().stream()
                .filter(attempt -> attempt.getValue().ended == null)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private void progress(Work work) throws IOException {
        Attempt attempt = attempts.get(work.place);
        if (attempt != null && attempt.ofBytes > 0) {
            long bytes = work.server.copiedBytes();
            if (bytes > 0) {
                joinings.copied(work.place, new Copied(bytes, attempt.ofBytes));
            }
        }
    }

    private void consider(Work work, Joinings.@Nullable Row row) throws IOException {
        Attempt last = attempts.get(work.place);
        Instant ended = last == null ? null : last.ended;
        Instant now = clock.instant();
        boolean soon = ended != null && now.isBefore(ended.plus(AFTER_FAILURE));
        if (soon && last != null && last.failed || row == null && work.server.hasData()) {
            return;
        }
        Next.Joining joining = row == null ? null : row.joining();
        act(work, joining, Next.of(joining, work.here(), surroundings.of(work.place, work.spec), now));
    }

    private void act(Work work, Next.@Nullable Joining joining, Next next) {
        Instant now = clock.instant();
        switch (next) {
            case Next.Nothing() -> {}
            case Next.Wait(String reason) ->
                joinings.enter(work.place, joining == null ? new Next.Joining(Stage.NEW, 0, now) : joining, reason);
            case Next.Copy(DataCenterName from) -> {
                joinings.enter(work.place, new Next.Joining(Stage.COPYING, 0, now), "copies " + from);
                begin(work, attempt -> copy(work, from, attempt));
            }
            case Next.Follow(DataCenterName primary) -> {
                int tries = joining == null ? 1 : joining.tries() + 1;
                joinings.enter(work.place, new Next.Joining(Stage.CATCHING_UP, tries, now), "is to follow " + primary);
                begin(work, _ -> follow(work, primary));
            }
            case Next.Joined(String reason) -> {
                joinings.remove(work.place);
                log.info(
                        "database={} data_center={} state=member reason=\"{}\"",
                        work.place.database(),
                        work.place.dataCenter(),
                        reason);
            }
        }
    }

    private void begin(Work work, Task task) {
        Attempt attempt = new Attempt();
        attempts.put(work.place, attempt);
        Thread.ofVirtual().name("join-" + work.place.database()).start(() -> {
            try {
                task.run(attempt);
            } catch (IOException | RuntimeException e) {
                log.warn("database={} data_center={} state=failed", work.place.database(), work.place.dataCenter(), e);
                attempt.failed = true;
                joinings.say(work.place, "failed, and is tried again: " + e.getMessage());
            } finally {
                attempt.ended = clock.instant();
            }
        });
    }

    private void copy(Work work, DataCenterName from, Attempt attempt) throws IOException {
        attempt.ofBytes = members.ask(work.spec, from, session -> {
            session.createSlot(work.place.slot());
            return session.bytes();
        });
        work.server.copy(
                address(work.spec, from), members.login(work.spec), work.spec.databaseName(), work.place.slot());
        joinings.copied(work.place, new Copied(attempt.ofBytes, attempt.ofBytes));
        joinings.enter(work.place, new Next.Joining(Stage.CATCHING_UP, 0, clock.instant()), "the data is copied");
    }

    /** The slot may be on another primary than it was. */
    private void follow(Work work, DataCenterName primary) throws IOException {
        members.ask(work.spec, primary, session -> {
            session.createSlot(work.place.slot());
            return primary;
        });
        work.server.follow(
                address(work.spec, primary),
                members.login(work.spec),
                work.place.dataCenter().value(),
                work.place.slot());
        work.server.start();
    }

    private static EndpointAddress address(DatabaseSpec spec, DataCenterName dataCenter) {
        return spec.members().stream()
                .filter(member -> member.dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no member".formatted(dataCenter)))
                .address();
    }

    private interface Task {
        void run(Attempt attempt) throws IOException;
    }

    private record Work(Place place, DatabaseSpec spec, LocalServer server) {

        Next.Here here() throws IOException {
            return new Next.Here(
                    place.dataCenter(),
                    server.hasData(),
                    server.isRunning(),
                    server.fenced().isPresent());
        }
    }

    /** Written by its thread, read by the loop. */
    private static final class Attempt {
        private volatile long ofBytes;
        private volatile boolean failed;
        private volatile @Nullable Instant ended;
    }
}
