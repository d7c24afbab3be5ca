package dev.fairlead.gateway.dataplane;

import static dev.fairlead.contracts.InvalidFieldException.required;

import dev.fairlead.contracts.InvalidFieldException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Opens data planes in memory, unless it is told that there is no room, and remembers all. */
final class InMemoryKind implements DataPlaneKind<InMemoryKind.Settings> {

    private final List<InMemoryDataPlane> opened = new CopyOnWriteArrayList<>();
    private volatile boolean full;

    /** @param site required; {@code nowhere} is none */
    record Settings(String site, List<String> zones, Integer port) {

        Settings(@Nullable String site, @Nullable List<String> zones, @Nullable Integer port) {
            this.site = required(site, "site");
            this.zones = Objects.requireNonNullElse(zones, List.of());
            this.port = Objects.requireNonNullElse(port, 53);
        }
    }

    @Override
    public String name() {
        return "in-memory";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public void admit(Settings settings) {
        if (settings.site().equals("nowhere")) {
            throw new InvalidFieldException("site", "site is nowhere");
        }
    }

    @Override
    public DataPlane<?> open(String name, Settings settings) {
        if (full) {
            throw new IllegalStateException("there is no room");
        }
        InMemoryDataPlane plane = new InMemoryDataPlane(name);
        opened.add(plane);
        return plane;
    }

    /** In the order in which they were opened. */
    List<InMemoryDataPlane> opened() {
        return opened;
    }

    void setFull(boolean isFull) {
        full = isFull;
    }
}
