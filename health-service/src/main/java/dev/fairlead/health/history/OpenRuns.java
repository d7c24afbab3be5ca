package dev.fairlead.health.history;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The run that is going on for each endpoint. It is handed on to be stored when it begins, when it ends, and now and then
 * between: an endpoint that stays as it is costs almost nothing.
 */
final class OpenRuns {

    /** How old what is stored of a run may become while it goes on. */
    static final Duration STORED_EVERY = Duration.ofMinutes(1);

    private final RegionName vantagePoint;
    private final Consumer<ProbeRun> store;
    private final Map<Endpoint, Open> all = new ConcurrentHashMap<>();

    /** @param store takes a run as it is by then, under the id that it keeps; must return at once */
    OpenRuns(RegionName vantagePoint, Consumer<ProbeRun> store) {
        this.vantagePoint = vantagePoint;
        this.store = store;
    }

    /** @param stored until when the run is stored */
    private record Open(ProbeRun run, Instant stored) {

        boolean allStored() {
            return stored.equals(run.starts().until());
        }
    }

    /** Called by one thread. */
    void add(ProbeResult result, HealthCheck check) {
        Open before = all.get(result.endpoint());
        ProbeRun longer = before == null ? null : before.run().with(result, check);
        if (before == null || longer == null) {
            if (before != null) {
                end(before);
            }
            begin(ProbeRun.begunBy(result, vantagePoint, check));
            return;
        }
        boolean due = !result.startedAt().isBefore(before.stored().plus(STORED_EVERY));
        if (due) {
            begin(longer);
        } else {
            all.put(result.endpoint(), new Open(longer, before.stored()));
        }
    }

    private void begin(ProbeRun run) {
        all.put(run.endpoint(), new Open(run, run.starts().until()));
        store.accept(run);
    }

    private void end(Open open) {
        if (!open.allStored()) {
            store.accept(open.run());
        }
    }

    /** Ends the runs of all others, which are probed here no more. */
    void keepOnly(Set<Endpoint> probed) {
        all.forEach((endpoint, open) -> {
            if (!probed.contains(endpoint) && all.remove(endpoint, open)) {
                end(open);
            }
        });
    }
}
