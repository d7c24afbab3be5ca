package dev.fairlead.service.region;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.MutableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicasTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ReplicaId SELF = ReplicaId.of("self");
    private static final ReplicaId OTHER = ReplicaId.of("other");
    private static final ReplicaId LATER = ReplicaId.of("later");

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<Integer, ReplicaId> answering = new ConcurrentHashMap<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Replicas replicas;

    @AfterEach
    void close() {
        replicas.close();
    }

    private Supplier<Map<ReplicaId, String>> start(String... urls) {
        List<URI> named = List.of(urls).stream().map(URI::create).toList();
        replicas = new Replicas(
                SELF,
                named,
                url -> () -> {
                    ReplicaId id = answering.get(url.getPort());
                    if (id == null) {
                        throw new IllegalStateException("connection refused");
                    }
                    return new ReplicaApi.Answer(id);
                },
                clock);
        return replicas.each(replica -> "opened " + replica.url(), closed::add);
    }

    @Test
    void knowsItselfByItsIdAndOthersByWhoAnswers() {
        answering.put(1, SELF);
        answering.put(2, OTHER);
        Supplier<Map<ReplicaId, String>> siblings = start("http://127.0.0.1:1", "http://127.0.0.1:2");

        eventually(PATIENCE, () -> assertThat(siblings.get()).isEqualTo(Map.of(OTHER, "opened http://127.0.0.1:2")));
        assertThat(replicas.live(clock.instant())).containsExactly(OTHER, SELF);
        eventually(PATIENCE, () -> assertThat(replicas.looked()).isTrue());
    }

    @Test
    void whoIsSilentIsNotAliveAndNotForgottenAsLongAsItIsNamed() {
        answering.put(2, OTHER);
        Supplier<Map<ReplicaId, String>> siblings = start("http://127.0.0.1:2");
        eventually(PATIENCE, () -> assertThat(siblings.get()).containsKey(OTHER));

        answering.clear();
        clock.advance(Replicas.FRESH.plusMillis(1));

        eventually(PATIENCE, () -> assertThat(replicas.live(clock.instant())).containsExactly(SELF));
        assertThat(siblings.get()).containsKey(OTHER);
        answering.put(2, OTHER);
        eventually(PATIENCE, () -> assertThat(replicas.live(clock.instant())).containsExactly(OTHER, SELF));
        assertThat(closed).isEmpty();
    }

    @Test
    void aRestartAtTheSameAddressIsAnotherReplica() {
        answering.put(2, OTHER);
        Supplier<Map<ReplicaId, String>> siblings = start("http://127.0.0.1:2");
        eventually(PATIENCE, () -> assertThat(siblings.get()).containsOnlyKeys(OTHER));

        answering.put(2, LATER);

        eventually(PATIENCE, () -> assertThat(siblings.get()).containsOnlyKeys(LATER));
        eventually(PATIENCE, () -> assertThat(closed).containsExactly("opened http://127.0.0.1:2"));
    }

    @Test
    void aNameThatLeadsNowhereHoldsNobodyUp() {
        start("http://replicas.invalid:2");

        eventually(PATIENCE, () -> assertThat(replicas.looked()).isTrue());
        assertThat(replicas.live(clock.instant())).containsExactly(SELF);
        assertThat(replicas.any()).isTrue();
    }
}
