package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a database: a DNS label, so that it can stand in a host name, a path and a metric. */
public record DatabaseName(@JsonValue String value) implements Comparable<DatabaseName> {

    public DatabaseName {
        Labels.require(value, "database name");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DatabaseName of(String value) {
        return new DatabaseName(value);
    }

    @Override
    public int compareTo(DatabaseName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
