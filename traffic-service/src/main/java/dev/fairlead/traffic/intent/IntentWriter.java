package dev.fairlead.traffic.intent;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.service.database.OnceWriter;
import dev.fairlead.service.problem.Problem;
import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changes intent: one writer at a time over all instances of the service, because the rules look across objects; what it would
 * come to is known before it is done; and a wake-up on the bus follows.
 */
@Component
class IntentWriter {

    /** Any number that no other lock of this schema's database uses. */
    private static final long LOCK = 4_927_310_558_261_093L;

    private final OnceWriter writer;
    private final JdbcClient jdbc;
    private final EntityManager entities;
    private final LatestIntent latest;
    private final Foresight foresight;
    private final EventBus bus;
    private final InstantSource clock;
    private final IntentReading reading;

    IntentWriter(
            OnceWriter writer,
            JdbcClient jdbc,
            JsonMapper json,
            EntityManager entities,
            LatestIntent latest,
            Foresight foresight,
            EventBus bus,
            InstantSource clock) {
        this.writer = writer;
        this.jdbc = jdbc;
        this.entities = entities;
        this.latest = latest;
        this.foresight = foresight;
        this.bus = bus;
        this.clock = clock;
        this.reading = new IntentReading(jdbc, json);
    }

    /**
     * Runs the change alone and wakes whoever follows the intent. A dry run is the same change, of which nothing is left but what
     * it would have come to.
     *
     * @return what the change answers; of a dry run the preview
     */
    ResponseEntity<?> write(String key, WriteTerms terms, Supplier<ResponseEntity<?>> change) {
        if (terms.needsForesight() && !foresight.ready()) {
            throw Problem.notReady("PLANS_NOT_DECIDED", "nothing is decided yet that could be compared with");
        }
        try {
            ResponseEntity<?> answer = writer.write(() -> {
                jdbc.sql("select pg_advisory_xact_lock(?)")
                        .param(LOCK)
                        .query((row, number) -> "locked")
                        .single();
                return foreseen(terms, change);
            });
            latest.wake();
            bus.publish(new Event(Topic.INTENT.name(), key));
            return answer;
        } catch (DryRun end) {
            return end.answer();
        } catch (DataIntegrityViolationException e) {
            throw Problem.conflict("CONCURRENT_CHANGE", "another change came first: read again and retry");
        }
    }

    /** One at a time has the lock. */
    private synchronized ResponseEntity<?> foreseen(WriteTerms terms, Supplier<ResponseEntity<?>> change) {
        if (!foresight.ready()) {
            return change.get();
        }
        Intent before = reading.read(clock.instant());
        ResponseEntity<?> answer = change.get();
        entities.flush();
        Preview<?> preview = foresight.preview(answer.getBody(), before, reading.read(clock.instant()));
        terms.admit(preview);
        if (terms.dryRun()) {
            throw new DryRun(answer.getHeaders().getETag(), preview);
        }
        return answer;
    }

    /** Takes the transaction back. */
    private static final class DryRun extends RuntimeException {

        private final @Nullable String etag;
        private final transient Preview<?> preview;

        DryRun(@Nullable String etag, Preview<?> preview) {
            super("dry run", null, false, false);
            this.etag = etag;
            this.preview = preview;
        }

        ResponseEntity<?> answer() {
            return ResponseEntity.ok().eTag(etag).body(preview);
        }
    }

    /**
     * Stores the spec where it differs from what is stored.
     *
     * @param rules refuse what cannot be
     */
    <S, E extends Stored<S>> ResponseEntity<?> put(
            JpaRepository<E, String> table,
            ResourceRequest<S> request,
            WriteTerms terms,
            Runnable rules,
            Function<S, E> create) {
        return write(request.name(), terms, () -> {
            E existing = table.findById(request.name()).orElse(null);
            checkMatch(existing, request.ifMatch());
            rules.run();
            if (existing == null) {
                return answer(
                        HttpStatus.CREATED,
                        table.saveAndFlush(create.apply(request.spec())).resource());
            }
            if (!existing.spec().equals(request.spec())) {
                existing.change(request.spec());
                table.flush();
            }
            return answer(HttpStatus.OK, existing.resource());
        });
    }

    /** @param rules refuse when something still needs it */
    <E extends Stored<?>> ResponseEntity<?> delete(
            JpaRepository<E, String> table, String name, @Nullable String ifMatch, WriteTerms terms, Runnable rules) {
        return write(name, terms, () -> {
            E existing = found(table, name);
            checkMatch(existing, ifMatch);
            rules.run();
            table.delete(existing);
            return ResponseEntity.noContent().build();
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
