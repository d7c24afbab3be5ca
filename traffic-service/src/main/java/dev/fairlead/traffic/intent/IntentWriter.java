package dev.fairlead.traffic.intent;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.Topic;
import dev.fairlead.service.database.OnceWriter;
import dev.fairlead.service.problem.Problem;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Changes intent: one writer at a time over all instances of the service, because the rules look across objects, and a
 * wake-up on the bus after each change.
 */
@Component
class IntentWriter {

    /** Any number that no other lock of this schema's database uses. */
    private static final long LOCK = 4_927_310_558_261_093L;

    private final OnceWriter writer;
    private final JdbcClient jdbc;
    private final LatestIntent latest;
    private final EventBus bus;

    IntentWriter(OnceWriter writer, JdbcClient jdbc, LatestIntent latest, EventBus bus) {
        this.writer = writer;
        this.jdbc = jdbc;
        this.latest = latest;
        this.bus = bus;
    }

    /** Runs the change alone and wakes whoever follows the intent. */
    <T> T write(String key, Supplier<T> change) {
        try {
            T result = writer.write(() -> {
                jdbc.sql("select pg_advisory_xact_lock(?)")
                        .param(LOCK)
                        .query((row, number) -> "locked")
                        .single();
                return change.get();
            });
            latest.wake();
            bus.publish(new Event(Topic.INTENT.name(), key));
            return result;
        } catch (DataIntegrityViolationException e) {
            throw Problem.conflict("CONCURRENT_CHANGE", "another change came first: read again and retry");
        }
    }

    /**
     * Stores the spec where it differs from what is stored.
     *
     * @param rules refuse what cannot be
     */
    <S, E extends Stored<S>> ResponseEntity<Resource<S>> put(
            JpaRepository<E, String> table, ResourceRequest<S> request, Runnable rules, Function<S, E> create) {
        return write(request.name(), () -> {
            E existing = table.findById(request.name()).orElse(null);
            checkMatch(existing, request.ifMatch());
            rules.run();
            boolean changes = existing == null || !existing.spec().equals(request.spec());
            E wanted = create.apply(request.spec());
            if (request.dryRun()) {
                long generation = existing == null ? 1 : existing.generation() + (changes ? 1 : 0);
                return answer(HttpStatus.OK, numbered(wanted.resource(), generation));
            }
            if (existing == null) {
                return answer(HttpStatus.CREATED, table.saveAndFlush(wanted).resource());
            }
            if (changes) {
                existing.change(request.spec());
                table.flush();
            }
            return answer(HttpStatus.OK, existing.resource());
        });
    }

    /** @param rules refuse when something still needs it */
    <E extends Stored<?>> void delete(
            JpaRepository<E, String> table, String name, @Nullable String ifMatch, Runnable rules) {
        write(name, () -> {
            E existing = found(table, name);
            checkMatch(existing, ifMatch);
            rules.run();
            table.delete(existing);
            return name;
        });
    }

    static <E> E found(JpaRepository<E, String> table, String name) {
        return table.findById(name).orElseThrow(() -> Problem.notFound("NOT_FOUND", "there is no " + name));
    }

    static <S> ResponseEntity<Resource<S>> answer(HttpStatus status, Resource<S> resource) {
        return ResponseEntity.status(status)
                .eTag("\"" + resource.metadata().generation() + "\"")
                .body(resource);
    }

    private static <S> Resource<S> numbered(Resource<S> resource, long generation) {
        return new Resource<>(
                resource.kind(), new Resource.Metadata(resource.metadata().name(), generation), resource.spec());
    }

    private static void checkMatch(@Nullable Stored<?> existing, @Nullable String ifMatch) {
        if (ifMatch == null) {
            return;
        }
        if (existing == null) {
            throw Problem.stale("If-Match is given, but there is no such resource");
        }
        String current = "\"" + existing.generation() + "\"";
        if (!ifMatch.equals("*") && !ifMatch.equals(current)) {
            throw Problem.stale("If-Match is " + ifMatch + ", the present generation is " + current);
        }
    }
}
