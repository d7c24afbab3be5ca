package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.gateway.dataplane.DataPlaneKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * HAProxies.
 *
 * @param heard when the traffic-service last told its plans
 */
record HaproxyKind(InstantSource clock, Supplier<Optional<Instant>> heard)
        implements DataPlaneKind<HaproxySettings.Properties> {

    static final String NAME = "haproxy";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<HaproxySettings.Properties> settings() {
        return HaproxySettings.Properties.class;
    }

    @Override
    public void admit(HaproxySettings.Properties properties) {
        HaproxySettings settings = properties.withDefaults();
        try {
            settings.address();
        } catch (IllegalArgumentException e) {
            throw new InvalidFieldException("socket", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public HaproxyDataPlane open(String name, HaproxySettings.Properties properties) {
        return new HaproxyDataPlane(name, properties.withDefaults(), clock, heard);
    }
}
