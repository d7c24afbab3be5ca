package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.replication.local.KeptRows;
import dev.fairlead.replication.local.LostLog;
import dev.fairlead.replication.local.LostLog.RelationFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of the log that an old primary had and the new one has not. */
record LossReport(String run, MoveInput input, DataCenterName primary, Instant at) {

    /** The tables that transactions changed. */
    static Set<RelationFile> files(LostLog lost) {
        return lost.first().stream()
                .flatMap(transaction -> transaction.changes().stream())
                .map(LostLog.Change::file)
                .collect(Collectors.toSet());
    }

    LostWrites nothing() {
        return report(null, List.of(), "%s had nothing that %s has not".formatted(input.from(), primary), null);
    }

    LostWrites unknown(String why) {
        return report(
                null,
                List.of(),
                "what %s had and %s has not cannot be told: %s".formatted(input.from(), primary, why),
                null);
    }

    /**
     * @param tables their names as far as the new primary knows them
     * @param kept absent: they could not be read
     */
    LostWrites of(LostLog lost, Map<RelationFile, String> tables, @Nullable KeptRows kept) {
        LostLog.Commits commits = lost.commits();
        LostWrites.Log log = new LostWrites.Log(
                lost.timeline(),
                lost.from().toString(),
                lost.to().toString(),
                lost.bytes(),
                new LostWrites.Commits(commits.count(), commits.first(), commits.last()));
        List<LostWrites.Transaction> transactions = lost.first().stream()
                .map(transaction -> new LostWrites.Transaction(
                        transaction.id(),
                        transaction.committedAt(),
                        transaction.changes().stream()
                                .map(change -> named(change, tables, kept))
                                .toList()))
                .toList();
        String keptRows = commits.count() == 0 ? "" : said(kept);
        return report(log, transactions, sentence(lost) + keptRows, rows(kept));
    }

    private static LostWrites.@Nullable Rows rows(@Nullable KeptRows kept) {
        return kept == null
                ? null
                : new LostWrites.Rows(
                        kept.folder(),
                        kept.tables().stream()
                                .map(table -> new LostWrites.TableRows(
                                        table.table(), table.file(), table.rows(), table.whole()))
                                .toList());
    }

    private static String said(@Nullable KeptRows kept) {
        return kept == null
                ? "; their rows could not be read"
                : "; %d rows that they inserted or changed are kept in %s"
                        .formatted(
                                kept.tables().stream()
                                        .mapToLong(KeptRows.Table::rows)
                                        .sum(),
                                kept.folder());
    }

    /** The old primary knows the files that it made itself, the new one those that the old one replaced. */
    private static LostWrites.Change named(
            LostLog.Change change, Map<RelationFile, String> tables, @Nullable KeptRows kept) {
        String file = change.file().toString();
        String there = kept == null ? null : kept.names().get(file);
        String table = there == null ? tables.getOrDefault(change.file(), file) : there;
        return new LostWrites.Change(table, change.inserted(), change.updated(), change.deleted());
    }

    private String sentence(LostLog lost) {
        LostLog.Commits commits = lost.commits();
        String sentence = "%s had %d transactions, %d bytes of log, that %s has not"
                .formatted(input.from(), commits.count(), lost.bytes(), primary);
        if (commits.last() != null) {
            sentence += ", the last of " + commits.last();
        }
        return input.synchronous() && commits.count() > 0 ? sentence + "; their commits waited for standbys" : sentence;
    }

    private LostWrites report(
            LostWrites.@Nullable Log log,
            List<LostWrites.Transaction> transactions,
            String reason,
            LostWrites.@Nullable Rows rows) {
        return new LostWrites(run, input.database(), input.from(), at, log, transactions, reason, rows);
    }

    /** As the run shows them. */
    static Map<String, String> figures(LostWrites lost) {
        LostWrites.Log log = lost.log();
        if (log == null) {
            return Map.of();
        }
        Map<String, String> figures = new HashMap<>();
        figures.put("lostTransactions", Long.toString(log.commits().count()));
        figures.put("lostBytes", Long.toString(log.bytes()));
        figures.put("lostFrom", log.from());
        figures.put("lostTo", log.to());
        Instant first = log.commits().first();
        Instant last = log.commits().last();
        if (first != null && last != null) {
            figures.put("firstLostCommit", first.toString());
            figures.put("lastLostCommit", last.toString());
        }
        return figures;
    }
}
