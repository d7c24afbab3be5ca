package dev.fairlead.replication.timeline;

/**
 * The history that log positions belong to. The same position on two branches is different data: each takeover starts a
 * new timeline, and a database set up anew has another system identifier.
 */
public record Branch(long systemIdentifier, long timeline) {

    /** Whether this branch left the other one by a takeover. */
    public boolean supersedes(Branch other) {
        return systemIdentifier == other.systemIdentifier && timeline > other.timeline;
    }
}
