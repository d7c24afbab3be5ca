package dev.fairlead.replication.database;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.service.problem.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The stored databases, by name. A change is refused when the caller's copy is out of date. */
@Component
public class DatabaseCatalog {

    static final String KIND = "Database";

    private final Databases databases;
    private final JsonMapper json;
    private final ApplicationEventPublisher events;

    DatabaseCatalog(Databases databases, JsonMapper json, ApplicationEventPublisher events) {
        this.databases = databases;
        this.json = json;
        this.events = events;
    }

    /** What is to be watched. */
    public Map<DatabaseName, DatabaseSpec> specs() {
        Map<DatabaseName, DatabaseSpec> all = new TreeMap<>();
        databases.findAll().forEach(entity -> all.put(DatabaseName.of(entity.getId()), spec(entity)));
        return all;
    }

    Map<DatabaseName, Resource<DatabaseSpec>> resources() {
        Map<DatabaseName, Resource<DatabaseSpec>> all = new TreeMap<>();
        databases.findAll().forEach(entity -> all.put(DatabaseName.of(entity.getId()), resource(entity)));
        return all;
    }

    Optional<Resource<DatabaseSpec>> find(DatabaseName name) {
        return databases.findById(name.value()).map(this::resource);
    }

    /**
     * Stores a spec; an equal one changes nothing.
     *
     * @param ifMatch the ETag that the caller's copy had; absent: whatever is there is replaced
     */
    Stored put(DatabaseName name, DatabaseSpec spec, @Nullable String ifMatch) {
        Optional<DatabaseEntity> present = databases.findById(name.value());
        requireMatch(name, present, ifMatch);
        if (present.isPresent() && spec(present.get()).equals(spec)) {
            return new Stored(resource(present.get()), false);
        }
        String text = json.writeValueAsString(spec);
        DatabaseEntity entity = present.orElseGet(() -> new DatabaseEntity(name.value(), text));
        entity.change(text);
        DatabaseEntity saved = atomically(name, () -> databases.save(entity));
        events.publishEvent(new DatabasesChanged());
        return new Stored(resource(saved), present.isEmpty());
    }

    /** Removes a database; it need not be there unless the caller's copy says so. */
    void delete(DatabaseName name, @Nullable String ifMatch) {
        Optional<DatabaseEntity> present = databases.findById(name.value());
        requireMatch(name, present, ifMatch);
        DatabaseEntity entity = present.orElseThrow(() -> unknown(name));
        atomically(name, () -> {
            databases.delete(entity);
            return entity;
        });
        events.publishEvent(new DatabasesChanged());
    }

    static Problem unknown(DatabaseName name) {
        return Problem.notFound("UNKNOWN_DATABASE", "there is no database " + name);
    }

    static String etag(long generation) {
        return "\"" + generation + "\"";
    }

    private static void requireMatch(DatabaseName name, Optional<DatabaseEntity> present, @Nullable String ifMatch) {
        if (ifMatch == null) {
            return;
        }
        boolean matches = present.map(entity -> ifMatch.equals("*") || ifMatch.equals(etag(entity.generation())))
                .orElse(false);
        if (!matches) {
            throw Problem.stale(present.map(entity -> "%s is at generation %d".formatted(name, entity.generation()))
                    .orElse("there is no database " + name));
        }
    }

    private static DatabaseEntity atomically(DatabaseName name, Supplier<DatabaseEntity> change) {
        try {
            return change.get();
        } catch (OptimisticLockingFailureException | DataIntegrityViolationException e) {
            throw Problem.stale("%s was changed at the same moment: read it again".formatted(name));
        }
    }

    private Resource<DatabaseSpec> resource(DatabaseEntity entity) {
        return new Resource<>(KIND, new Resource.Metadata(entity.getId(), entity.generation()), spec(entity));
    }

    private DatabaseSpec spec(DatabaseEntity entity) {
        return json.readValue(entity.spec(), DatabaseSpec.class);
    }

    /**
     * What a put came to.
     *
     * @param created whether there was none before
     */
    record Stored(Resource<DatabaseSpec> resource, boolean created) {}
}
