package dev.fairlead.quickstart.demo;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.quickstart.process.ProcessRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL primary in the first of some places, and a streaming replica in each other. */
final class DatabaseCluster {

    private final String name;
    private final List<String> places;
    private final Path directory;
    private final ProcessRecords records;
    private final Map<String, Integer> ports;
    private final Map<String, PostgresServer> members = new LinkedHashMap<>();

    /**
     * @param name of the data directories and processes, with the place behind it
     * @param places that of the primary first
     * @param directory where the data directories are made
     */
    DatabaseCluster(String name, List<String> places, Path directory, ProcessRecords records) {
        this.name = name;
        this.places = List.copyOf(places);
        this.directory = directory;
        this.records = records;
        this.ports = places.stream().collect(Collectors.toUnmodifiableMap(place -> place, place -> FreePorts.next()));
    }

    /** Known before the member is made. */
    int port(String place) {
        return Objects.requireNonNull(ports.get(place), "there is no such place");
    }

    /**
     * Makes and starts all members.
     *
     * @param fill gives the primary what the replicas are copied with
     */
    void start(Map<String, String> settings, Consumer<PostgresServer> fill) {
        String first = places.getFirst();
        PostgresServer primary = PostgresServer.create(data(first), port(first), settings);
        add(first, primary);
        start(first);
        fill.accept(primary);
        for (String place : places.subList(1, places.size())) {
            add(place, primary.cloneTo(data(place), port(place), place));
            start(place);
        }
    }

    Path data(String place) {
        return directory.resolve(name + "-" + place);
    }

    private void add(String place, PostgresServer server) {
        synchronized (members) {
            members.put(place, server);
        }
    }

    PostgresServer member(String place) {
        synchronized (members) {
            return Objects.requireNonNull(members.get(place), "the database was not started yet");
        }
    }

    private String record(String place) {
        return "postgres-" + name + "-" + place;
    }

    /** Starts a member that was made before; returns when it answers. */
    void start(String place) {
        PostgresServer server = member(place);
        server.start();
        records.write(record(place), Objects.requireNonNull(server.handle()));
    }

    /** Ends a member as a power cut would. */
    void kill(String place) {
        member(place).kill();
        records.remove(record(place));
    }

    /** Stops what runs: replicas first, so that the primary does not wait for them. */
    void stop() {
        Map<String, PostgresServer> all;
        synchronized (members) {
            all = new LinkedHashMap<>(members);
        }
        List<Runnable> replicas = new ArrayList<>();
        for (String place : places.subList(1, places.size())) {
            replicas.add(() -> stop(place, all.get(place)));
        }
        Parallel.run(replicas);
        stop(places.getFirst(), all.get(places.getFirst()));
    }

    private void stop(String place, @Nullable PostgresServer server) {
        if (server != null) {
            server.stop();
            records.remove(record(place));
        }
    }
}
