package dev.fairlead.lab.campaign;

import dev.fairlead.lab.check.Checkers;
import dev.fairlead.lab.check.Limits;
import dev.fairlead.lab.check.Tally;
import dev.fairlead.lab.faults.Harm;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.faults.Injection;
import dev.fairlead.lab.faults.Sequence;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.quickstart.demo.DemoException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** One sequence after the other on one lab; each begins when all has recovered from the one before. */
public final class Campaign implements AutoCloseable {

    private final Lab lab;
    private final AtomicReference<Harms> harms;
    private final Checkers checkers;

    /** @param seed of what the checkers draw */
    public Campaign(Lab lab, Limits limits, long seed) {
        this.lab = lab;
        this.harms = new AtomicReference<>(new Harms(lab.regions(), List.of()));
        this.checkers = new Checkers(lab, harms::get, limits, seed);
    }

    /** Begins to watch, and waits until there is nothing to complain of. */
    public void start() {
        checkers.start();
        Tally.Violations before = checkers.settle(() -> {});
        if (!before.none()) {
            throw new DemoException("something is wrong before anything was broken: " + before.witnesses());
        }
    }

    /**
     * What came of a sequence.
     *
     * @param recovery from the last healing on
     */
    public record Outcome(Sequence sequence, Duration recovery, Tally.Violations violations) {}

    /** Something to do at a moment, in nanoseconds since the sequence's beginning. */
    private record Act(long at, Runnable deed) {}

    /** Plays a sequence and waits until all has recovered from it. */
    public Outcome play(Sequence sequence) {
        PriorityQueue<Act> acts = new PriorityQueue<>(Comparator.comparingLong(Act::at));
        for (Sequence.Step step : sequence.steps()) {
            acts.add(new Act(step.begin().toNanos(), () -> {
                harm(step);
                Injection injection = Injection.begin(lab, step.fault());
                acts.add(new Act(step.begin().plus(step.hold()).toNanos(), injection::heal));
            }));
        }
        long began = System.nanoTime();
        while (!acts.isEmpty()) {
            Act next = acts.remove();
            await(began + next.at());
            lab.whileOpen(next.deed());
        }
        long healed = System.nanoTime();
        AtomicReference<Duration> recovery = new AtomicReference<>(Duration.ZERO);
        Tally.Violations violations = checkers.settle(() -> {
            recovery.set(Duration.ofNanos(System.nanoTime() - healed));
            harms.set(new Harms(lab.regions(), List.of()));
        });
        return new Outcome(sequence, recovery.get(), violations);
    }

    private void harm(Sequence.Step step) {
        if (step.fault().kind().disables()) {
            harms.updateAndGet(before -> {
                List<Harm> all = new ArrayList<>(before.all());
                all.add(new Harm(step.fault(), Instant.now()));
                return new Harms(before.regions(), all);
            });
        }
    }

    private static void await(long moment) {
        while (System.nanoTime() < moment) {
            if (Thread.currentThread().isInterrupted()) {
                throw new DemoException("interrupted");
            }
            LockSupport.parkNanos(moment - System.nanoTime());
        }
    }

    /** What the checkers did. */
    public String summary() {
        return checkers.summary();
    }

    @Override
    public void close() {
        checkers.close();
    }
}
