package dev.fairlead.replication.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.replication.timeline.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DivergedLogTests {

    @TempDir
    Path folder;

    @Test
    void isReadFromWhatPgRewindSays() {
        assertThat(DivergedLog.in("""
                        pg_rewind: servers diverged at WAL location 1A/30001B0 on timeline 3
                        pg_rewind: rewinding from last common checkpoint at 1A/3000100 on timeline 3
                        pg_rewind: Done!""")).contains(new DivergedLog(3, Lsn.parse("1A/30001B0")));
        assertThat(DivergedLog.in("""
                        pg_rewind: servers diverged at WAL location 0/3000000 on timeline 1
                        pg_rewind: no rewind required""")).isEmpty();
        assertThat(DivergedLog.in("pg_rewind: source and target cluster are on the same timeline"))
                .isEmpty();
    }

    @Test
    void beginsWithTheSegmentInWhichTheHistoriesPart() {
        DivergedLog diverged = new DivergedLog(3, Lsn.parse("1A/FE0001B0"));
        assertThat(diverged.first(16 << 20)).isEqualTo("000000030000001A000000FE");
        assertThat(diverged.first(64 << 20)).isEqualTo("000000030000001A0000003F");
    }

    @Test
    void isEmptyWhereNoRecordBeginsAtItsBeginning() throws IOException {
        Path segment = folder.resolve("000000010000000000000003");
        byte[] log = new byte[1 << 20];
        log[0x1a8] = 30;
        Files.write(segment, log);

        assertThat(new DivergedLog(1, Lsn.parse("0/3001B0")).isEmptyIn(folder)).isTrue();
        assertThat(new DivergedLog(1, Lsn.parse("0/3001A8")).isEmptyIn(folder)).isFalse();
        assertThat(new DivergedLog(1, Lsn.parse("0/302000")).isEmptyIn(folder))
                .as("at the beginning of a page")
                .isFalse();
        assertThat(new DivergedLog(1, Lsn.parse("0/4001B0")).isEmptyIn(folder))
                .as("the segment is not there")
                .isFalse();
    }

    @Test
    void isKeptFromThereOnWithLaterTimelines() throws IOException {
        Path wal = Files.createDirectory(folder.resolve("pg_wal"));
        Path into = Files.createDirectory(folder.resolve("kept"));
        List<String> later =
                List.of("000000010000000000000003", "000000010000000000000004", "000000020000000000000001");
        for (String name : Stream.concat(Stream.of("000000010000000000000002", "00000002.history"), later.stream())
                .toList()) {
            Files.write(wal.resolve(name), new byte[1 << 20]);
        }
        Files.writeString(into.resolve(later.getFirst()), "half");

        new DivergedLog(1, new Lsn(3 << 20)).keep(wal, into);

        try (Stream<Path> kept = Files.list(into)) {
            assertThat(kept.map(path -> String.valueOf(path.getFileName()))).containsExactlyInAnyOrderElementsOf(later);
        }
        assertThat(into.resolve(later.getFirst())).hasSize(1 << 20);
    }
}
