package dev.fairlead.traffic;

import static dev.fairlead.traffic.TrafficServiceIT.EAST;
import static dev.fairlead.traffic.TrafficServiceIT.WEST;
import static dev.fairlead.traffic.TrafficServiceIT.dataCenter;
import static dev.fairlead.traffic.TrafficServiceIT.verdict;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The whole service on a database of its own, told of us-east and us-west, beside neighbours that say how shop is there. */
final class TwoDataCenters implements AutoCloseable {

    private final TestDatabase database = TestDatabase.create("traffic");
    private final Neighbours neighbours;
    private Service service;

    /** Shop is so already when the service starts. */
    TwoDataCenters(Health east, Health west) {
        try {
            neighbours = new Neighbours();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        say(east, west);
        service = started();
        for (String name : List.of("us-east", "us-west")) {
            service.put("/v1/data-centers/" + name, dataCenter(name));
        }
    }

    private Service started() {
        try {
            return new Service(database, neighbours);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(Health east, Health west) {
        neighbours.verdicts = List.of(verdict("shop", "us-east", EAST, east), verdict("shop", "us-west", WEST, west));
    }

    Service service() {
        return service;
    }

    /** Another one on the same database, after this one ended. */
    Service startAgain() {
        service.close();
        service = started();
        return service;
    }

    @Override
    public void close() {
        service.close();
        neighbours.close();
        database.close();
    }
}
