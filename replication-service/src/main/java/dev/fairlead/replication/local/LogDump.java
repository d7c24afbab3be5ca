package dev.fairlead.replication.local;

import dev.fairlead.replication.local.LostLog.Change;
import dev.fairlead.replication.local.LostLog.Commits;
import dev.fairlead.replication.local.LostLog.RelationFile;
import dev.fairlead.replication.local.LostLog.Transaction;
import dev.fairlead.replication.timeline.Lsn;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what {@code pg_waldump} prints, line by line, and gathers who committed what. */
final class LogDump {

    private static final int FIRST = 1_000;

    /** Of one table, of which rows are kept. */
    private static final int MOST_BLOCKS = 200_000;

    /** Tables below it are the catalog's. */
    private static final long FIRST_OF_USERS = 16_384;

    private static final int ALIGNED = 8;

    private static final Pattern RECORD = Pattern.compile(
            "rmgr: (\\S+) +len \\(rec/tot\\): +\\d+/ *(\\d+), tx: +(\\d+), lsn: ([0-9A-F/]+), prev [0-9A-F/]+, desc: (.*)");
    private static final Pattern COMMIT = Pattern.compile(
            "COMMIT(?:_PREPARED)? (?:(\\d+): )?(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d[.]\\d+) UTC(?:.*?subxacts: ([\\d ]+))?.*");
    private static final Pattern CHANGE = Pattern.compile(
            "(MULTI_INSERT|INSERT|HOT_UPDATE|UPDATE|DELETE)(?:[+]INIT)?(?: (?:ntuples: )?(\\d+))?.*?blkref #0: rel (\\d+)/(\\d+)/(\\d+) blk (\\d+).*");

    private final Map<Long, Changes> open = new HashMap<>();
    private final Set<Long> writers = new HashSet<>();
    private final Map<RelationFile, SortedSet<Long>> blocks = new LinkedHashMap<>();
    private boolean allBlocks = true;
    private final List<Transaction> first = new ArrayList<>();
    private long count;
    private @Nullable Instant firstCommit;
    private @Nullable Instant lastCommit;
    private @Nullable Lsn end;
    private String lastWord = "";

    void read(String line) {
        Matcher record = RECORD.matcher(line);
        if (!record.matches()) {
            lastWord = line;
            return;
        }
        long length = Long.parseLong(record.group(2));
        end = new Lsn(Lsn.parse(record.group(4)).bytes() + (length + ALIGNED - 1) / ALIGNED * ALIGNED);
        long transaction = Long.parseLong(record.group(3));
        switch (record.group(1)) {
            case "Transaction" -> ended(transaction, record.group(5));
            case "Heap", "Heap2" -> changed(transaction, record.group(5));
            default -> {}
        }
    }

    private void changed(long transaction, String text) {
        Matcher said = CHANGE.matcher(text);
        if (!said.matches()) {
            return;
        }
        RelationFile file = new RelationFile(
                Long.parseLong(said.group(3)), Long.parseLong(said.group(4)), Long.parseLong(said.group(5)));
        if (file.number() < FIRST_OF_USERS) {
            return;
        }
        Change change = switch (said.group(1)) {
            case "MULTI_INSERT" -> new Change(file, Long.parseLong(said.group(2)), 0, 0);
            case "INSERT" -> new Change(file, 1, 0, 0);
            case "DELETE" -> new Change(file, 0, 0, 1);
            default -> new Change(file, 0, 1, 0);
        };
        Changes changes = open.computeIfAbsent(transaction, none -> new Changes());
        changes.add(change);
        if (change.deleted() == 0) {
            allBlocks &= add(changes.blocks, file, Long.parseLong(said.group(6)));
        }
    }

    private static boolean add(Map<RelationFile, SortedSet<Long>> blocks, RelationFile file, long block) {
        SortedSet<Long> ofFile = blocks.computeIfAbsent(file, none -> new TreeSet<>());
        if (ofFile.size() >= MOST_BLOCKS) {
            return ofFile.contains(block);
        }
        ofFile.add(block);
        return true;
    }

    /** What a transaction, or a part of it, changed so far. */
    private static final class Changes {

        private final Map<RelationFile, Change> tables = new LinkedHashMap<>();
        private final Map<RelationFile, SortedSet<Long>> blocks = new LinkedHashMap<>();

        void add(Change change) {
            tables.merge(
                    change.file(),
                    change,
                    (one, other) -> new Change(
                            one.file(),
                            one.inserted() + other.inserted(),
                            one.updated() + other.updated(),
                            one.deleted() + other.deleted()));
        }
    }

    private void ended(long record, String text) {
        Matcher commit = COMMIT.matcher(text);
        if (!commit.matches()) {
            return;
        }
        long transaction = commit.group(1) == null ? record : Long.parseLong(commit.group(1));
        Instant at =
                LocalDateTime.parse(commit.group(2) + "T" + commit.group(3)).toInstant(ZoneOffset.UTC);
        Changes changes = taken(transaction);
        if (commit.group(4) != null) {
            for (String part : commit.group(4).strip().split(" ")) {
                taken(Long.parseLong(part)).tables.values().forEach(changes::add);
            }
        }
        count++;
        firstCommit = firstCommit == null || at.isBefore(firstCommit) ? at : firstCommit;
        lastCommit = lastCommit == null || at.isAfter(lastCommit) ? at : lastCommit;
        if (first.size() < FIRST) {
            first.add(new Transaction(transaction, at, List.copyOf(changes.tables.values())));
        }
    }

    private Changes taken(long transaction) {
        Changes changes = open.remove(transaction);
        if (changes == null) {
            return new Changes();
        }
        writers.add(transaction);
        changes.blocks.forEach((file, numbers) -> numbers.forEach(number -> allBlocks &= add(blocks, file, number)));
        return changes;
    }

    /** Whether the log ended where its records end, and not because it could not be read. */
    boolean isWhole() {
        return end != null || lastWord.contains("in WAL record") || lastWord.contains("valid record after");
    }

    String lastWord() {
        return lastWord;
    }

    LostLog from(DivergedLog diverged) {
        Lsn to = end == null ? diverged.from() : end;
        return new LostLog(
                diverged.timeline(), diverged.from(), to, new Commits(count, firstCommit, lastCommit), first);
    }

    LostPlaces places(DivergedLog diverged) {
        return new LostPlaces(end == null ? diverged.from() : end, writers, blocks, allBlocks);
    }
}
