package dev.fairlead.replication.lease;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FenceWatchTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(START);
    private final InMemoryServer server = new InMemoryServer();

    @Test
    void fencesWhenTheLeaseRunsOutAndNotBefore() throws IOException {
        try (FenceWatch watch = watch()) {
            assertThat(watch.extend(7, START.plusSeconds(10))).isTrue();
            clock.advance(Duration.ofSeconds(9));
            assertThat(watch.extend(7, START.plusSeconds(20))).isTrue();
            clock.advance(Duration.ofSeconds(10));
            assertThat(watch.held()).isEqualTo(new HeldLease(7, START.plusSeconds(20)));
            assertThat(server.fenced()).isEmpty();

            clock.advance(Duration.ofSeconds(1));
            eventually(PATIENCE, () -> assertThat(server.fenced()).hasValue(7));
            eventually(PATIENCE, () -> assertThat(watch.held()).isNull());
            assertThat(watch.ranOut(7)).isTrue();
            assertThat(watch.extend(7, START.plusSeconds(60))).isFalse();
        }
        try (FenceWatch watch = watch()) {
            assertThat(watch.held()).as("it is fenced already").isNull();
            assertThat(watch.ranOut(7)).isTrue();
            assertThat(watch.extend(8, START.plusSeconds(60))).isTrue();
            assertThat(watch.ranOut(7)).isFalse();
        }
    }

    @Test
    void aServerThatSomebodyElseFencedIsNotItsConcern() throws IOException {
        try (FenceWatch watch = watch()) {
            watch.extend(7, START.plusSeconds(10));
            server.fence(7);
            watch.fencedByOthers(7);
            assertThat(watch.held()).isNull();
            assertThat(watch.ranOut(7)).isFalse();
            watch.extend(8, START.plusSeconds(10));
            watch.fencedByOthers(7);
            assertThat(watch.held()).as("is of a later lease").isNotNull();
        }
    }

    @Test
    void goesOnTryingToFence() throws IOException {
        server.failures = 2;
        try (FenceWatch watch = watch()) {
            watch.expire(7);
            eventually(PATIENCE, () -> assertThat(server.fenced()).hasValue(7));
            assertThat(server.failures).isZero();
        }
    }

    @Test
    void goesOnAfterARestartWithWhatWasLeft() throws IOException {
        try (FenceWatch watch = watch()) {
            watch.extend(7, START.plusSeconds(10));
        }
        try (FenceWatch watch = watch()) {
            assertThat(watch.held()).isEqualTo(new HeldLease(7, START.plusSeconds(10)));
            clock.advance(Duration.ofSeconds(10));
            eventually(PATIENCE, () -> assertThat(server.fenced()).hasValue(7));
        }
    }

    @Test
    void aStartThatCameTooLateLeavesAMomentToRenew() throws IOException {
        new HeldLease(7, START.minusSeconds(60)).write(note());
        try (FenceWatch watch = watch()) {
            assertThat(watch.held()).isEqualTo(new HeldLease(7, START.plusSeconds(10)));
            clock.advance(Duration.ofSeconds(10));
            eventually(PATIENCE, () -> assertThat(server.fenced()).hasValue(7));
        }
    }

    @Test
    void forgetsAServerThatNobodyIsToFence() throws IOException {
        try (FenceWatch watch = watch()) {
            watch.extend(7, START.plusSeconds(10));
            watch.drop();
            watch.drop();
            assertThat(watch.held()).isNull();
            assertThat(note()).doesNotExist();
        }
    }

    private Path note() {
        return folder.resolve("main.lease");
    }

    private FenceWatch watch() throws IOException {
        return new FenceWatch("192.0.2.1:5432", server, note(), clock);
    }
}
