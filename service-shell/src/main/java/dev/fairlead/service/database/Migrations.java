package dev.fairlead.service.database;

/** Who brings the schema up to date. */
enum Migrations {
    /** The service does, as soon as the database answers. */
    AT_START,
    /** Somebody else does, with {@code --fairlead.migrate-and-exit}; the service waits until it is done. */
    NEVER
}
