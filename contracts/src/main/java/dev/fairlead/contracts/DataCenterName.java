package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a data center: a DNS label, so that it can stand in a host name, a path and a metric. */
public record DataCenterName(@JsonValue String value) implements Comparable<DataCenterName> {

    public DataCenterName {
        Labels.require(value, "data center name");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DataCenterName of(String value) {
        return new DataCenterName(value);
    }

    @Override
    public int compareTo(DataCenterName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
