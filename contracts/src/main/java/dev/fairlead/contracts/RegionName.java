package dev.fairlead.contracts;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of a region of the control plane, which is also the name of its vantage point: a DNS label, so that it can stand in a host name, a path and a metric. */
public record RegionName(@JsonValue String value) implements Comparable<RegionName> {

    public RegionName {
        Labels.require(value, "region name");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static RegionName of(String value) {
        return new RegionName(value);
    }

    @Override
    public int compareTo(RegionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
