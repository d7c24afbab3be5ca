package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLeaseTests {

    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWritten() throws IOException {
        Path note = folder.resolve("main.lease");
        assertThat(HeldLease.read(note)).isEmpty();
        new HeldLease(6, Instant.EPOCH).write(note);
        HeldLease held = new HeldLease(7, Instant.parse("2026-01-01T00:00:00.123456789Z"));
        held.write(note);
        assertThat(HeldLease.read(note)).contains(held);
    }

    @Test
    void somethingElseIsRefusedNotTakenForNone() throws IOException {
        Path note = folder.resolve("main.lease");
        for (String text : new String[] {"", "7", "seven 2026-01-01T00:00:00Z", "7 yesterday"}) {
            Files.writeString(note, text);
            assertThatThrownBy(() -> HeldLease.read(note)).isInstanceOf(IOException.class);
        }
    }
}
