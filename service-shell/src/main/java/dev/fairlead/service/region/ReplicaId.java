package dev.fairlead.service.region;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

/** One process among the replicas of a service, from its start to its end: the name of its host, and something nobody else has. */
public record ReplicaId(@JsonValue String value) implements Comparable<ReplicaId> {

    private static final int HOST = 50;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ReplicaId of(String value) {
        return new ReplicaId(value);
    }

    /** For a process that starts: another one after each start. */
    public static ReplicaId random() {
        String host = Objects.requireNonNullElse(System.getenv("HOSTNAME"), "host")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9-]", "-");

        return new ReplicaId(host.substring(0, Math.min(host.length(), HOST)) + "-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()));
    }

    @Override
    public int compareTo(ReplicaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
