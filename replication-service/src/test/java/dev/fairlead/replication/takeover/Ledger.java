package dev.fairlead.replication.takeover;

import dev.fairlead.replication.takeover.SequenceWriter.Acknowledged;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What several writers were told, outside and inside a cut, and what became of it. */
record Ledger(List<Acknowledged> all) {

    static Ledger of(Collection<SequenceWriter> writers) {
        List<Acknowledged> all = new ArrayList<>();
        writers.forEach(writer -> all.addAll(writer.acknowledged()));
        return new Ledger(List.copyOf(all));
    }

    /** Acknowledged and not on this server. */
    List<Acknowledged> lost(Connection primary) throws SQLException {
        Set<Integer> there = new HashSet<>();
        try (Statement statement = primary.createStatement();
                ResultSet rows = statement.executeQuery("select n from rows")) {
            while (rows.next()) {
                there.add(rows.getInt(1));
            }
        }
        return all.stream().filter(one -> !there.contains(one.number())).toList();
    }

    /** Acknowledged by the old primary and asked for after the new one had acknowledged its first. */
    long overlapping(int oldPort, int newPort) {
        Instant first = all.stream()
                .filter(one -> one.port() == newPort)
                .map(Acknowledged::at)
                .min(Instant::compareTo)
                .orElseThrow(() -> new AssertionError("the new primary has acknowledged nothing"));
        return all.stream()
                .filter(one -> one.port() == oldPort && one.asked().isAfter(first))
                .count();
    }

    /** As the record of a story. */
    void print(String story, int oldPort, int newPort, Connection primary) throws SQLException {
        System.out.printf(
                "story=\"%s\" acknowledged=%d lost=%d overlapping=%d%n",
                story, all.size(), lost(primary).size(), overlapping(oldPort, newPort));
    }
}
