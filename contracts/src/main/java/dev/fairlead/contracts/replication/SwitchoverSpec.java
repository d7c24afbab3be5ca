package dev.fairlead.contracts.replication;

import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;

/**
 * Moves a database's primary, which is well, to another data center without losing anything.
 *
 * @param reason whoever is on call next will read it
 */
public record SwitchoverSpec(DatabaseName database, DataCenterName to, String reason) {

    public SwitchoverSpec {
        required(database, "database");
        required(to, "to");
        sentence(reason, "reason");
    }
}
