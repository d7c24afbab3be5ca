package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.timeline.Answer;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.DatabaseEvidence;
import dev.fairlead.replication.timeline.Evidence;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.Staleness;
import dev.fairlead.replication.timeline.WriterPair;
import dev.fairlead.replication.timeline.WritersEvidence;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One database under watch: its samplers and the evidence they gather. */
final class WatchedDatabase implements AutoCloseable {

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final DatabaseName name;
    private final Credentials credentials;
    private final InstantSource clock;
    private final FleetListener listener;
    private final Evidence evidence; // guarded by itself
    private final DatabaseSpec.Topology topology;
    private final Map<DataCenterName, MemberSampler> samplers =
            new ConcurrentHashMap<>(); // changed by the fleet's loop only
    private volatile Duration patience = LEAST_PATIENCE;

    WatchedDatabase(
            DatabaseName name,
            DatabaseSpec.Topology topology,
            Credentials credentials,
            InstantSource clock,
            FleetListener listener) {
        this.name = name;
        this.credentials = credentials;
        this.clock = clock;
        this.listener = listener;
        this.topology = topology;
        this.evidence = switch (topology) {
            case PRIMARY_REPLICA -> new DatabaseEvidence(name);
            case ACTIVE_ACTIVE -> new WritersEvidence(name);
        };
    }

    DatabaseSpec.Topology topology() {
        return topology;
    }

    /** Starts and stops samplers so that exactly the members of the spec are read; those it leaves alone go on. */
    void watch(DatabaseSpec spec) {
        Duration twice = Duration.ofMillis(spec.sampleEveryMs()).multipliedBy(2);
        patience = twice.compareTo(LEAST_PATIENCE) > 0 ? twice : LEAST_PATIENCE;
        Map<DataCenterName, Target> wanted = Target.of(spec);
        for (MemberSampler sampler : List.copyOf(samplers.values())) {
            Target old = sampler.target();
            Target target = wanted.get(old.dataCenter());
            if (!old.equals(target)) {
                samplers.remove(old.dataCenter());
                sampler.close();
                if (target == null || !target.address().equals(old.address())) {
                    forget(old.dataCenter());
                }
            }
        }
        wanted.forEach((member, target) -> samplers.computeIfAbsent(member, absent -> start(target)));
    }

    private MemberSampler start(Target target) {
        DataCenterName member = target.dataCenter();
        synchronized (evidence) {
            evidence.expect(member);
        }
        return new MemberSampler(
                "sample-%s-%s".formatted(name, member),
                target,
                credentials,
                clock,
                reading -> answered(member, reading),
                failure -> silent(member, failure));
    }

    private void answered(DataCenterName member, Reading reading) {
        synchronized (evidence) {
            evidence.answered(member, reading.answer());
        }
        listener.onAnswer(name, member, reading.askedAt(), reading.took());
        listener.onReading(name, this::findings);
    }

    private void silent(DataCenterName member, String failure) {
        synchronized (evidence) {
            evidence.silent(member, failure);
        }
        listener.onReading(name, this::findings);
    }

    private void forget(DataCenterName member) {
        synchronized (evidence) {
            evidence.forget(member);
        }
        listener.onReading(name, this::findings);
    }

    List<Finding> findings() {
        synchronized (evidence) {
            return evidence.findings(clock.instant(), patience);
        }
    }

    /** Each direction between two members; empty where one is the primary. */
    List<WriterPair> pairs() {
        synchronized (evidence) {
            return switch (evidence) {
                case DatabaseEvidence _ -> List.of();
                case WritersEvidence writers -> writers.pairs(clock.instant(), patience);
            };
        }
    }

    /** How long a member was asked in vain; empty: it answered once, or is none. */
    Optional<Duration> inVain(DataCenterName member) {
        MemberSampler sampler = samplers.get(member);
        boolean answered = findings().stream()
                .anyMatch(found -> found.freshness().dataCenter().equals(member) && found.basis() != null);
        return sampler == null || answered
                ? Optional.empty()
                : Optional.of(Duration.between(sampler.began(), clock.instant()));
    }

    /** Of those that answered lately. */
    List<RoundTrip> roundTrips() {
        List<RoundTrip> all = new ArrayList<>();
        samplers.forEach((member, sampler) -> {
            double[] ms = sampler.times().lately(clock.instant());
            if (ms.length > 0) {
                all.add(new RoundTrip(
                        name, member, ms.length, TimesTaken.quantile(ms, 0.5), TimesTaken.quantile(ms, 0.99)));
            }
        });
        return all;
    }

    /** Asks the primary over a connection of its own. */
    List<LogicalSlot> logicalSlots() throws IOException {
        if (!(evidence instanceof DatabaseEvidence ofPrimary)) {
            throw new IOException("it has no primary: every member writes, and its pairs tell how far they are");
        }
        DataCenterName member;
        synchronized (evidence) {
            member = ofPrimary.primary().orElseThrow(() -> new IOException("no member is known to be the primary"));
        }
        MemberSampler sampler = samplers.get(member);
        if (sampler == null) {
            throw new IOException("%s is no member any more".formatted(member));
        }
        Target target = sampler.reached();
        try (MemberConnection primary = MemberConnection.open(target, credentials.login(target.credentials()))) {
            Answer answer = primary.ask(clock.instant());
            if (!(answer instanceof Answer.Primary)) {
                throw new IOException("%s is no primary any more".formatted(member));
            }
            return primary.slots().stream()
                    .map(slot -> logicalSlot(ofPrimary, slot, answer.branch()))
                    .toList();
        } catch (SQLException e) {
            throw new IOException("%s does not answer: %s".formatted(member, e.getMessage()), e);
        }
    }

    private LogicalSlot logicalSlot(DatabaseEvidence ofPrimary, MemberConnection.Slot slot, Branch branch) {
        Staleness staleness;
        synchronized (evidence) {
            staleness = ofPrimary.staleness(branch, slot.confirmed(), clock.instant());
        }
        return switch (staleness) {
            case Staleness.Unknown(String reason) ->
                new LogicalSlot(slot.name(), slot.active(), slot.bytesBehind(), null, reason);
            case Staleness.Certified(Duration bound) ->
                new LogicalSlot(
                        slot.name(),
                        slot.active(),
                        slot.bytesBehind(),
                        bound.plusNanos(999_999).toMillis(),
                        slot.active() ? "a subscriber is connected" : "no subscriber is connected");
        };
    }

    @Override
    public void close() {
        samplers.values().forEach(MemberSampler::close);
        samplers.clear();
        listener.onReading(name, List::of);
    }
}
