package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.service.problem.Problem;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** The kinds that can be registered. */
final class DataPlaneKinds {

    private final Map<String, DataPlaneKind<?>> byName = new TreeMap<>();

    DataPlaneKinds(Collection<? extends DataPlaneKind<?>> kinds) {
        kinds.forEach(kind -> byName.put(kind.name(), kind));
    }

    /** Throws a {@link Problem} that names what is wrong. */
    void admit(DataPlaneSpec spec) {
        admitted(kind(spec), spec);
    }

    /** Throws a {@link Problem} that names what is wrong. */
    DataPlane<?> open(String name, DataPlaneSpec spec) {
        return open(kind(spec), name, spec);
    }

    private static <P> DataPlane<?> open(DataPlaneKind<P> kind, String name, DataPlaneSpec spec) {
        return kind.open(name, admitted(kind, spec));
    }

    private static <P> P admitted(DataPlaneKind<P> kind, DataPlaneSpec spec) {
        P settings = SettingsBinding.bind(spec.settings(), kind.settings());
        try {
            kind.admit(settings);
        } catch (IllegalArgumentException e) {
            throw SettingsBinding.refusal(e);
        }
        return settings;
    }

    private DataPlaneKind<?> kind(DataPlaneSpec spec) {
        DataPlaneKind<?> kind = byName.get(spec.kind());
        if (kind == null) {
            throw Problem.invalid(
                    "UNKNOWN_KIND",
                    "/spec/kind",
                    "'%s' is none of the kinds that can be registered: %s"
                            .formatted(spec.kind(), String.join(", ", byName.keySet())));
        }
        return kind;
    }
}
