package dev.fairlead.replication.database;

/** Published in this process after the stored databases changed; what changed is read from the catalog. */
public record DatabasesChanged() {}
