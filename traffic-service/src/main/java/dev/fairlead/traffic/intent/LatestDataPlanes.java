package dev.fairlead.traffic.intent;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.service.database.ForwardReads;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.problem.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * The registered data planes in memory, for gateways that ask every few seconds: read from the database at each change, and kept as
 * they were while it is away. Until they were read once nothing is told, because by an empty list a gateway would let go of all.
 */
@Component
class LatestDataPlanes implements AutoCloseable {

    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final String ALL = "select name, version, spec::text as spec from data_plane order by name";

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final EventBus bus;
    private final Feed<List<Resource<DataPlaneSpec>>> feed;
    private volatile @Nullable Told told;

    LatestDataPlanes(
            JdbcClient jdbc,
            JsonMapper json,
            PlatformTransactionManager transactions,
            EventBus bus,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.json = LenientJson.of(json);
        this.bus = bus;
        ForwardReads reads = new ForwardReads(transactions);
        this.feed = new Feed<>(
                Topic.INTENT.name(), bus, REFRESH, clock, () -> reads.read(this::read), answer -> take(answer.value()));
    }

    private List<Resource<DataPlaneSpec>> read() {
        return jdbc.sql(ALL)
                .query((row, number) -> StoredDataPlane.resource(
                        row.getString("name"),
                        Stored.generation(row.getLong("version")),
                        json.readValue(row.getString("spec"), DataPlaneSpec.class)))
                .list();
    }

    private void take(List<Resource<DataPlaneSpec>> read) {
        Told before = told;
        if (before == null || !before.planes().equals(read)) {
            told = new Told(read, UUID.randomUUID().toString());
            bus.publish(new Event(Topic.DATA_PLANES.name(), "data-planes"));
        }
    }

    Told told() {
        Told known = told;
        if (known == null) {
            throw Problem.notReady("DATA_PLANES_NOT_READ", "the registered data planes are not read yet");
        }
        return known;
    }

    @Override
    public void close() {
        feed.close();
    }

    /** @param version another one for each change */
    record Told(List<Resource<DataPlaneSpec>> planes, String version) {}
}
