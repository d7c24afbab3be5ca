package dev.fairlead.replication.patroni;

import dev.fairlead.contracts.EndpointAddress;
import org.jspecify.annotations.Nullable;

/**
 * The Patroni cluster of one data center, as its store has it.
 *
 * @param leader absent: there is none at this moment, or nobody knows yet where it listens
 * @param paused whether Patroni leaves its servers alone whatever happens
 */
public record PatroniCluster(@Nullable Leader leader, boolean paused) {

    /**
     * The server that the others of the cluster follow.
     *
     * @param standby whether it follows another cluster, so that nobody writes in this one
     */
    public record Leader(String name, EndpointAddress address, boolean standby) {}
}
