package dev.fairlead.health.share;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.service.region.ReplicaId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Who comes first to probe an endpoint, who after it, and so on: rendezvous hashing (Thaler and Ravishankar, 1998). Replicas
 * that know of the same others come to the same order, and where one goes only its own endpoints move.
 */
final class Sharing {

    private Sharing() {}

    static List<ReplicaId> order(Endpoint endpoint, Collection<ReplicaId> replicas) {
        String name = endpoint.toString();
        return replicas.stream()
                .map(replica -> new Weighed(replica, weight(name, replica)))
                .sorted(Comparator.comparingLong(Weighed::weight).reversed().thenComparing(Weighed::replica))
                .map(Weighed::replica)
                .toList();
    }

    /** FNV-1a, and the finalizer of SplitMix64 to spread what it leaves close together. */
    private static long weight(String endpoint, ReplicaId replica) {
        String text = replica + "@" + endpoint;
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    private record Weighed(ReplicaId replica, long weight) {}
}
