package dev.fairlead.contracts.replication;

import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import org.jspecify.annotations.Nullable;

/**
 * Moves a database's primary away from a data center that is lost.
 *
 * @param from where the primary was; absent: where it is known to have been
 * @param to where it goes; absent: to whoever has the most of its log
 * @param acceptLoss whether acknowledged writes may be lost without asking again; default: no
 * @param reason whoever is on call next will read it
 */
public record TakeoverSpec(
        DatabaseName database,
        @Nullable DataCenterName from,
        @Nullable DataCenterName to,
        Boolean acceptLoss,
        String reason) {

    public TakeoverSpec {
        required(database, "database");
        acceptLoss = requireNonNullElse(acceptLoss, false);
        sentence(reason, "reason");
    }
}
