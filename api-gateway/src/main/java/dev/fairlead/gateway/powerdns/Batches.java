package dev.fairlead.gateway.powerdns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The changes of one zone in as few requests as can be, a host's always in one. A request is obeyed whole or not at all, so one that
 * the server refuses is halved until those hosts stand alone that it does not take.
 */
final class Batches {

    /** Most record sets in one request. */
    private static final int MOST = 1_000;

    private final Function<SortedMap<RrSet.Key, RrSet>, Optional<String>> request;
    private final SortedMap<String, String> refused = new TreeMap<>();

    private Batches(Function<SortedMap<RrSet.Key, RrSet>, Optional<String>> request) {
        this.request = request;
    }

    /**
     * The hosts that were refused, each with the reason.
     *
     * @param request sends changes, and says why the server refuses them, if it does
     */
    static SortedMap<String, String> push(
            SortedMap<RrSet.Key, RrSet> changes, Function<SortedMap<RrSet.Key, RrSet>, Optional<String>> request) {
        Batches batches = new Batches(request);
        List<SortedMap<RrSet.Key, RrSet>> batch = new ArrayList<>();
        int size = 0;
        for (SortedMap<RrSet.Key, RrSet> ofHost : byHost(changes)) {
            if (size + ofHost.size() > MOST) {
                batches.push(batch);
                batch = new ArrayList<>();
                size = 0;
            }
            batch.add(ofHost);
            size += ofHost.size();
        }
        batches.push(batch);
        return batches.refused;
    }

    private static List<SortedMap<RrSet.Key, RrSet>> byHost(SortedMap<RrSet.Key, RrSet> changes) {
        SortedMap<String, SortedMap<RrSet.Key, RrSet>> byHost = new TreeMap<>();
        changes.forEach((key, rrset) -> byHost.computeIfAbsent(Holdings.host(key), host -> new TreeMap<>())
                .put(key, rrset));
        return List.copyOf(byHost.values());
    }

    private void push(List<SortedMap<RrSet.Key, RrSet>> hosts) {
        if (hosts.isEmpty()) {
            return;
        }
        SortedMap<RrSet.Key, RrSet> changes = new TreeMap<>();
        hosts.forEach(changes::putAll);
        Optional<String> reason = request.apply(changes);
        if (reason.isEmpty()) {
            return;
        }
        if (hosts.size() == 1) {
            refused.put(Holdings.host(changes.firstKey()), reason.get());
            return;
        }
        push(hosts.subList(0, hosts.size() / 2));
        push(hosts.subList(hosts.size() / 2, hosts.size()));
    }
}
