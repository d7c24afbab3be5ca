package dev.fairlead.replication.sample;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.patroni.PatroniCluster;
import dev.fairlead.replication.patroni.PatroniRest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a member is to be read. A server stays where it is; of a Patroni cluster it is the leader, which may be another server
 * each second. While Patroni is away, or there is no leader, it is the one that led last.
 */
final class Whereabouts implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final DatabaseSpec.Member member;
    private final PatroniRest patroni = new PatroniRest();
    private volatile EndpointAddress address;
    private final @Nullable Loop loop;

    /** @param name of the loop that asks Patroni, where there is one */
    Whereabouts(String name, DatabaseSpec.Member member) {
        this.member = member;
        this.address = member.address();
        this.loop = member.patroni().isEmpty() ? null : Loop.start(name, LOOK, this::look);
    }

    EndpointAddress address() {
        return address;
    }

    private Pass look() {
        try {
            PatroniCluster.Leader leader = patroni.cluster(member.patroni()).leader();
            if (leader != null) {
                address = leader.address();
            }
            return new Pass.Settled();
        } catch (IOException e) {
            return new Pass.Retry(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        if (loop != null) {
            loop.close();
        }
    }
}
