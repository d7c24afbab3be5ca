package dev.fairlead.lab.check;

import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.quickstart.demo.DemoException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All checkers at work, until they are closed. */
public final class Checkers implements AutoCloseable {

    private final Tally tally = new Tally();
    private final Limits limits;
    private final Ledgers ledgers;
    private final Rollouts rollouts;
    private final Plans plans;
    private final List<Users> users;
    private final Recovery recovery;
    private final Object writing = new Object();
    private final List<Patrol> patrols = new ArrayList<>();

    /**
     * @param harms what is broken now
     * @param seed of what the checkers draw
     */
    public Checkers(Lab lab, Supplier<Harms> harms, Limits limits, long seed) {
        this.limits = limits;
        this.ledgers = new Ledgers(lab, tally, seed);
        this.rollouts = new Rollouts(lab, tally, seed);
        this.plans = new Plans(lab, harms, limits, tally);
        this.users = lab.regions().stream()
                .map(region -> new Users(lab, region, harms, limits, tally))
                .toList();
        this.recovery = new Recovery(lab);
    }

    /** Begins to watch, once all is whole. */
    public void start() {
        recovery.await(limits.recovery()).ifPresent(lacking -> {
            throw new DemoException("not whole before anything was broken: " + lacking);
        });
        patrols.add(new Patrol("ledgers", Duration.ofMillis(300), () -> {
            synchronized (writing) {
                ledgers.write();
            }
        }));
        patrols.add(new Patrol("rollouts", Duration.ofMillis(500), rollouts::tend));
        patrols.add(new Patrol("plans", Duration.ofMillis(250), plans::compare));
        users.forEach(each -> patrols.add(new Patrol("users", Duration.ofMillis(200), each::ask)));
    }

    /**
     * Waits, once everything is healed, until all has recovered, and looks whether everything is there.
     *
     * @return what was violated since the last time
     */
    public Tally.Violations settle(Runnable recovered) {
        recovery.await(limits.recovery()).ifPresent(lacking -> tally.violated(Invariant.NOT_RECOVERED, lacking));
        recovered.run();
        synchronized (writing) {
            ledgers.audit();
        }
        rollouts.audit();
        patrols.forEach(Patrol::requireLooking);
        return tally.take();
    }

    /** What was done meanwhile. */
    public String summary() {
        return Stream.of(
                        ledgers.summary(),
                        "%d users asked"
                                .formatted(
                                        users.stream().mapToLong(Users::asked).sum()),
                        plans.summary(),
                        rollouts.summary())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        patrols.forEach(Patrol::close);
    }
}
