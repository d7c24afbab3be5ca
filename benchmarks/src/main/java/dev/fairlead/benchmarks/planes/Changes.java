package dev.fairlead.benchmarks.planes;

import dev.fairlead.benchmarks.Figures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** The changes that are measured, alike for every hand: users are sent to one data center and back again. */
final class Changes {

    private static final Duration PAUSE = Duration.ofNanos(500_000);

    /** Nothing that happens at regular intervals keeps step with the changes. */
    private static final int MOST_REST_MS = 60;

    private final Plane plane;
    private final Fleet fleet;
    private final Hand hand;
    private final Random random = new Random(1);

    Changes(Plane plane, Fleet fleet, Hand hand) {
        this.plane = plane;
        this.fleet = fleet;
        this.hand = hand;
    }

    /** Until everybody is where the measurement begins. */
    void begin() {
        Instant began = hand.send(0, fleet.applications(), Side.EAST);
        awaitSample(Side.EAST);
        hand.verified(began);
    }

    /** One application in the middle at a time. */
    Measured one(int warmUp, int count) {
        int application = fleet.applications() / 2;
        return measure(warmUp, count, application, application + 1, List.of(application));
    }

    /** All applications at once. */
    Measured all(int count) {
        return measure(0, count, 0, fleet.applications(), fleet.sample());
    }

    /** Warms up once more where that leaves everybody where he was. */
    private Measured measure(int warmUp, int count, int from, int to, List<Integer> watched) {
        List<Double> seen = new ArrayList<>();
        List<Double> verified = new ArrayList<>();
        int first = warmUp + (warmUp + count) % 2;
        for (int i = 0; i < first + count; i++) {
            Side side = i % 2 == 0 ? Side.WEST : Side.EAST;
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(MOST_REST_MS)).toNanos());
            Instant began = hand.send(from, to, side);
            watched.forEach(application -> awaitSeen(application, side));
            double millis = Hand.millisBetween(began, Instant.now());
            OptionalDouble look = hand.verified(began);
            if (i >= first) {
                seen.add(millis);
                look.ifPresent(verified::add);
            }
        }
        return new Measured(Figures.of(seen), Figures.of(verified));
    }

    private void awaitSample(Side side) {
        fleet.sample().forEach(application -> awaitSeen(application, side));
    }

    private void awaitSeen(int application, Side side) {
        Patience.await(
                () -> "%s to be sent to %s: %s".formatted(Fleet.host(application), side.dataCenter(), hand.excuse()),
                Patience.LONG,
                PAUSE,
                () -> plane.ask(application).equals(Optional.of(side)));
    }
}
