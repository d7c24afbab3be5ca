package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of an application: a DNS label, so that it can stand in a host name, a path and a metric. */
public record ApplicationName(@JsonValue String value) implements Comparable<ApplicationName> {

    public ApplicationName {
        Labels.require(value, "application name");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ApplicationName of(String value) {
        return new ApplicationName(value);
    }

    @Override
    public int compareTo(ApplicationName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
