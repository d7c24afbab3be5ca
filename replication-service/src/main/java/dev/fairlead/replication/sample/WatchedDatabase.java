package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.replication.timeline.Answer;
import dev.fairlead.replication.timeline.DatabaseEvidence;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One database under watch: its samplers and the evidence they gather. */
final class WatchedDatabase implements AutoCloseable {

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(1);

    private final DatabaseName name;
    private final Credentials credentials;
    private final InstantSource clock;
    private final FleetListener listener;
    private final DatabaseEvidence evidence; // guarded by itself
    private final Map<DataCenterName, MemberSampler> samplers = new HashMap<>(); // of the fleet's loop only
    private volatile Duration patience = LEAST_PATIENCE;

    WatchedDatabase(DatabaseName name, Credentials credentials, InstantSource clock, FleetListener listener) {
        this.name = name;
        this.credentials = credentials;
        this.clock = clock;
        this.listener = listener;
        this.evidence = new DatabaseEvidence(name);
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
                answer -> answered(member, answer),
                failure -> silent(member, failure));
    }

    private void answered(DataCenterName member, Answer answer) {
        synchronized (evidence) {
            evidence.answered(member, answer);
        }
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

    @Override
    public void close() {
        samplers.values().forEach(MemberSampler::close);
        samplers.clear();
        listener.onReading(name, List::of);
    }
}
