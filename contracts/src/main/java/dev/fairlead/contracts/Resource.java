package dev.fairlead.contracts;

import org.jspecify.annotations.Nullable;

/**
 * The envelope that every resource an operator writes comes in, in YAML and in JSON.
 *
 * @param kind {@code DataCenter}, {@code Application}, {@code Database}, {@code DataPlane}
 */
public record Resource<S>(String kind, Metadata metadata, S spec) {

    /**
     * @param generation grows with each change of the spec; absent in what an operator writes
     */
    public record Metadata(String name, @Nullable Long generation) {}
}
