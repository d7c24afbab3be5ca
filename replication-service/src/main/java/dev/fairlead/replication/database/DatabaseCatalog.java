package dev.fairlead.replication.database;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.service.database.ForwardReads;
import dev.fairlead.service.database.OnceWriter;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The stored databases, by name. A change is refused when the caller's copy is out of date. */
@Component
public class DatabaseCatalog {

    private final Databases databases;
    private final OnceWriter writer;
    private final ForwardReads reads;
    private final ApplicationEventPublisher events;

    DatabaseCatalog(
            Databases databases,
            OnceWriter writer,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events) {
        this.databases = databases;
        this.writer = writer;
        this.reads = new ForwardReads(transactions);
        this.events = events;
    }

    /** What is to be watched. */
    public Map<DatabaseName, DatabaseSpec> specs() {
        return reads.read(databases::findAll).stream()
                .collect(Collectors.toMap(StoredDatabase::name, StoredDatabase::spec));
    }

    List<Resource<DatabaseSpec>> resources() {
        return databases.findAllByOrderByName().stream()
                .map(StoredDatabase::resource)
                .toList();
    }

    public Optional<Resource<DatabaseSpec>> find(DatabaseName name) {
        return databases.findById(name.value()).map(StoredDatabase::resource);
    }

    /** Refused with 404 when there is none of that name. */
    public Resource<DatabaseSpec> existing(DatabaseName name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    /** One whose every member takes writes; refused with 409 where it has a primary. */
    public DatabaseSpec writers(DatabaseName name) {
        DatabaseSpec spec = existing(name).spec();
        if (!spec.everyMemberWrites()) {
            throw Problem.conflict(
                    "NOT_ACTIVE_ACTIVE", "%s has a primary: its topology is not active-active".formatted(name));
        }
        return spec;
    }

    /**
     * Stores a spec; an equal one changes nothing.
     *
     * @param ifMatch the ETag that the caller's copy had; absent: whatever is there is replaced
     */
    Put put(DatabaseName name, DatabaseSpec spec, @Nullable String ifMatch) {
        return change(name, () -> {
            StoredDatabase present = matching(name, ifMatch);
            if (present != null && present.spec().equals(spec)) {
                return new Put(present.resource(), false);
            }
            StoredDatabase changed = present == null ? new StoredDatabase(name, spec) : present;
            changed.change(spec);
            return new Put(databases.saveAndFlush(changed).resource(), present == null);
        });
    }

    /** What would be stored; changes nothing. */
    Resource<DatabaseSpec> preview(DatabaseName name, DatabaseSpec spec, @Nullable String ifMatch) {
        StoredDatabase present = matching(name, ifMatch);
        if (present == null) {
            return new StoredDatabase(name, spec).resource();
        }
        long generation = present.generation() + (present.spec().equals(spec) ? 0 : 1);
        return new Resource<>(StoredDatabase.KIND, new Resource.Metadata(name.value(), generation), spec);
    }

    void delete(DatabaseName name, @Nullable String ifMatch) {
        change(name, () -> {
            StoredDatabase present = matching(name, ifMatch);
            if (present == null) {
                throw unknown(name);
            }
            databases.delete(present);
            return name;
        });
    }

    public static Problem unknown(DatabaseName name) {
        return Problem.notFound("UNKNOWN_DATABASE", "there is no database " + name);
    }

    static String etag(@Nullable Long generation) {
        return "\"" + generation + "\"";
    }

    /** The stored database, which the caller's copy has to be of if it says so. */
    private @Nullable StoredDatabase matching(DatabaseName name, @Nullable String ifMatch) {
        StoredDatabase present = databases.findById(name.value()).orElse(null);
        if (ifMatch == null) {
            return present;
        }
        if (present == null) {
            throw Problem.stale("there is no database " + name);
        }
        if (!ifMatch.equals("*") && !ifMatch.equals(etag(present.generation()))) {
            throw Problem.stale("database %s is at generation %d".formatted(name, present.generation()));
        }
        return present;
    }

    private <T> T change(DatabaseName name, Supplier<T> change) {
        try {
            T changed = writer.write(change);
            events.publishEvent(new DatabasesChanged());
            return changed;
        } catch (OptimisticLockingFailureException | DataIntegrityViolationException e) {
            throw Problem.stale("database %s was changed at the same moment: read it again".formatted(name));
        }
    }

    /**
     * What a put came to.
     *
     * @param created whether there was none before
     */
    record Put(Resource<DatabaseSpec> resource, boolean created) {}
}
