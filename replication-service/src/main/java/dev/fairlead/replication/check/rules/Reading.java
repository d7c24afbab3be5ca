package dev.fairlead.replication.check.rules;

/** What came of asking one member. */
public sealed interface Reading permits ServerFacts, Reading.Unread {

    /** It did not answer, or not everything. */
    record Unread(String reason) implements Reading {}
}
