package dev.fairlead.replication.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.replication.local.LostLog.Change;
import dev.fairlead.replication.local.LostLog.Commits;
import dev.fairlead.replication.local.LostLog.RelationFile;
import dev.fairlead.replication.local.LostLog.Transaction;
import dev.fairlead.replication.timeline.Lsn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Lines as PostgreSQL 15 prints them. */
class LogDumpTests {

    private static final DivergedLog DIVERGED = new DivergedLog(1, Lsn.parse("0/1769B70"));
    private static final RelationFile ROWS = new RelationFile(1663, 5, 16384);

    @Test
    void tellsWhoCommittedWhatAndWhen() {
        LogDump dump = read("""
                rmgr: Heap        len (rec/tot):     61/    61, tx:        725, lsn: 0/01769B70, prev 0/01769638, desc: INSERT+INIT off 1 flags 0x00, blkref #0: rel 1663/5/16384 blk 0
                rmgr: Btree       len (rec/tot):     64/    64, tx:        725, lsn: 0/01769C10, prev 0/01769BB0, desc: INSERT_LEAF off 1, blkref #0: rel 1663/5/16389 blk 1
                rmgr: Heap        len (rec/tot):    123/   123, tx:        725, lsn: 0/0176A638, prev 0/0176A608, desc: UPDATE off 5 xmax 736 flags 0x60 ; new off 7 xmax 0, blkref #0: rel 1663/5/1259 blk 0
                rmgr: Transaction len (rec/tot):     34/    34, tx:        725, lsn: 0/01769C50, prev 0/01769C10, desc: COMMIT 2026-11-23 20:38:02.949213 UTC
                rmgr: Heap        len (rec/tot):     69/    69, tx:        727, lsn: 0/01769D20, prev 0/01769CF8, desc: HOT_UPDATE off 1 xmax 727 flags 0x20 ; new off 3 xmax 0, blkref #0: rel 1663/5/16384 blk 0
                rmgr: Heap        len (rec/tot):     54/    54, tx:        727, lsn: 0/01769D90, prev 0/01769D68, desc: DELETE off 2 flags 0x00 KEYS_UPDATED , blkref #0: rel 1663/5/16384 blk 0
                rmgr: Heap2       len (rec/tot):    146/   146, tx:        727, lsn: 0/0176A288, prev 0/0176A260, desc: MULTI_INSERT 6 tuples flags 0x02, blkref #0: rel 1663/5/16384 blk 0
                rmgr: Transaction len (rec/tot):    361/   361, tx:        727, lsn: 0/0176AD70, prev 0/0176ACE0, desc: COMMIT 2026-11-23 20:38:03.000000 UTC; rels: base/5/16388; inval msgs: catcache 55
                pg_waldump: error: error in WAL record at 0/2000070: invalid record length at 0/2000098: wanted 24, got 0
                """);

        assertThat(dump.isWhole()).isTrue();
        assertThat(dump.from(DIVERGED))
                .isEqualTo(new LostLog(
                        1,
                        DIVERGED.from(),
                        Lsn.parse("0/176AEE0"),
                        new Commits(2, at("02.949213"), at("03")),
                        List.of(
                                new Transaction(725, at("02.949213"), List.of(new Change(ROWS, 1, 0, 0))),
                                new Transaction(727, at("03"), List.of(new Change(ROWS, 6, 1, 1))))));
        assertThat(dump.places(DIVERGED))
                .isEqualTo(new LostPlaces(
                        Lsn.parse("0/176AEE0"), Set.of(725L, 727L), Map.of(ROWS, new TreeSet<>(Set.of(0L))), true));
    }

    @Test
    void aTransactionHasThePartsThatWereSavedAndNotThoseThatWereTakenBack() {
        LogDump dump = read("""
                rmgr: Heap        len (rec/tot):     61/    61, tx:        730, lsn: 0/0176A0B0, prev 0/0176A088, desc: INSERT off 9 flags 0x00, blkref #0: rel 1663/5/16384 blk 0
                rmgr: Heap        len (rec/tot):     61/    61, tx:        731, lsn: 0/0176A130, prev 0/0176A0F0, desc: INSERT off 10 flags 0x00, blkref #0: rel 1663/5/16384 blk 0
                rmgr: Transaction len (rec/tot):     46/    46, tx:        730, lsn: 0/0176A1B0, prev 0/0176A170, desc: COMMIT 2026-11-23 20:38:02.959269 UTC; subxacts: 731
                rmgr: Heap        len (rec/tot):     61/    61, tx:        732, lsn: 0/0176A1E0, prev 0/0176A1B0, desc: INSERT off 11 flags 0x00, blkref #0: rel 1663/5/16384 blk 0
                rmgr: Transaction len (rec/tot):     34/    34, tx:        732, lsn: 0/0176A260, prev 0/0176A220, desc: ABORT 2026-11-23 20:38:02.970164 UTC
                rmgr: Transaction len (rec/tot):     46/    46, tx:          0, lsn: 0/0176A288, prev 0/0176A260, desc: COMMIT_PREPARED 729: 2026-11-23 20:38:02.980000 UTC
                """);

        LostLog lost = dump.from(DIVERGED);
        assertThat(lost.commits().count()).isEqualTo(2);
        assertThat(lost.first())
                .containsExactly(
                        new Transaction(730, at("02.959269"), List.of(new Change(ROWS, 2, 0, 0))),
                        new Transaction(729, at("02.98"), List.of()));
        assertThat(dump.places(DIVERGED).writers()).containsExactlyInAnyOrder(730L, 731L);
    }

    @Test
    void nothingAfterTheDivergenceIsNothingAndAnUnreadableLogIsNot() {
        LogDump nothing = read("pg_waldump: error: could not find a valid record after 0/1769B70");
        assertThat(nothing.isWhole()).isTrue();
        assertThat(nothing.from(DIVERGED).bytes()).isZero();
        assertThat(read("pg_waldump: error: could not open directory \"kept\": Permission denied")
                        .isWhole())
                .isFalse();
    }

    @Test
    void blocksInARowAreReadTogether() {
        assertThat(LostPlaces.ranges(new TreeSet<>(Set.of(1L, 2L, 3L, 7L))))
                .containsExactly(new LostPlaces.Range(1, 3), new LostPlaces.Range(7, 7));
    }

    private static LogDump read(String lines) {
        LogDump dump = new LogDump();
        lines.lines().forEach(dump::read);
        return dump;
    }

    private static Instant at(String seconds) {
        return Instant.parse("2026-11-23T20:38:%sZ".formatted(seconds));
    }
}
