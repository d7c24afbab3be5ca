package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a data plane: a DNS label, so that it can stand in a path, a metric and the name of a lease. */
public record DataPlaneName(@JsonValue String value) implements Comparable<DataPlaneName> {

    public DataPlaneName {
        Labels.require(value, "data plane name");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DataPlaneName of(String value) {
        return new DataPlaneName(value);
    }

    @Override
    public int compareTo(DataPlaneName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
