package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.gateway.dataplane.DataPlane.Capabilities;
import dev.fairlead.gateway.dataplane.DataPlane.Weights;
import dev.fairlead.gateway.dataplane.DataPlaneLoop.Hand;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Counts;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Standing;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops of each data plane that is registered. A registration that changed is followed by closing what is there and opening it anew;
 * one that is gone is only let go of, and its server keeps what it has. For one thread, besides the statuses.
 */
final class RegisteredPlanes implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RegisteredPlanes.class);

    /** Nobody knows what it can do. */
    private static final Capabilities UNKNOWN = new Capabilities(false, Weights.NONE, false, false);

    private final DataPlaneKinds kinds;
    private final Set<String> configured;
    private final BiFunction<DataPlane<?>, Hand, TwoLoops> start;
    private final InstantSource clock;
    private volatile Map<String, Followed> followed = Map.of();

    /**
     * @param configured names that are taken
     * @param start starts its loops
     */
    RegisteredPlanes(
            DataPlaneKinds kinds,
            Set<String> configured,
            BiFunction<DataPlane<?>, Hand, TwoLoops> start,
            InstantSource clock) {
        this.kinds = kinds;
        this.configured = Set.copyOf(configured);
        this.start = start;
        this.clock = clock;
    }

    /** A registration and what became of it. */
    private sealed interface Followed {

        DataPlaneSpec spec();

        DataPlaneStatus status();

        record Kept(DataPlaneSpec spec, DataPlane<?> plane, TwoLoops loops) implements Followed {

            @Override
            public DataPlaneStatus status() {
                return loops.status().registered();
            }
        }

        record Refused(DataPlaneSpec spec, DataPlaneStatus status) implements Followed {}
    }

    /** Makes it so; what cannot be opened is tried again at each call. */
    void follow(Map<String, DataPlaneSpec> registrations) {
        Map<String, Followed> before = followed;
        Map<String, Followed> next = new TreeMap<>();
        before.forEach((name, held) -> {
            if (held instanceof Followed.Kept kept) {
                if (kept.spec().equals(registrations.get(name))) {
                    next.put(name, kept);
                } else {
                    close(name, kept);
                }
            }
        });
        registrations.forEach((name, spec) -> {
            if (!next.containsKey(name)) {
                next.put(name, open(name, spec, before.get(name)));
            }
        });
        followed = Collections.unmodifiableMap(next);
    }

    private Followed open(String name, DataPlaneSpec spec, @Nullable Followed before) {
        if (configured.contains(name)) {
            return refused(name, spec, "a data plane of this name is configured, which goes before this one", before);
        }
        try {
            DataPlane<?> plane = kinds.open(name, spec);
            Hand hand = spec.mode() == DataPlaneSpec.Mode.PUSH ? Hand.PUSHES : Hand.OBSERVES;
            log.info("plane={} kind={} state=followed hand={}", name, spec.kind(), hand);
            return new Followed.Kept(spec, plane, start.apply(plane, hand));
        } catch (RuntimeException e) {
            return refused(name, spec, "it cannot be opened: " + e.getMessage(), before);
        }
    }

    private Followed refused(String name, DataPlaneSpec spec, String reason, @Nullable Followed before) {
        if (before instanceof Followed.Refused same
                && same.spec().equals(spec)
                && same.status().standing().reason().equals(reason)) {
            return same;
        }
        log.error("plane={} kind={} state=not-followed reason=\"{}\"", name, spec.kind(), reason);
        Instant now = clock.instant();
        Standing standing = new Standing(State.FAILING, reason, now);
        return new Followed.Refused(
                spec,
                new DataPlaneStatus(name, spec.kind(), UNKNOWN, standing, null, new Counts(0, 0), List.of())
                        .registered());
    }

    private static void close(String name, Followed.Kept kept) {
        log.info("plane={} kind={} state=let-go", name, kept.spec().kind());
        kept.loops().close();
        if (kept.plane() instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.warn("plane={} state=not-closed reason=\"{}\"", name, e.toString());
            }
        }
    }

    /** In order of name. */
    List<DataPlaneStatus> statuses() {
        return followed.values().stream().map(Followed::status).toList();
    }

    @Override
    public void close() {
        follow(Map.of());
    }
}
