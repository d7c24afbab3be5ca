package dev.fairlead.lab.faults;

import dev.fairlead.lab.fabric.Disturbance;
import dev.fairlead.lab.fabric.Link;
import dev.fairlead.lab.fabric.Weather;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.ProcessTree;
import dev.fairlead.quickstart.demo.Parallel;
import dev.fairlead.quickstart.demo.PrivateFiles;
import dev.fairlead.quickstart.process.Supervised;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A fault that has begun. */
public final class Injection {

    private static final int LOSS_PERCENT = 5;
    private static final Duration DELAY = Duration.ofMillis(200);

    private final Runnable heal;

    private Injection(Runnable heal) {
        this.heal = heal;
    }

    /** Begins a fault. */
    public static Injection begin(Lab lab, Fault fault) {
        Aim aim = Aim.at(lab, fault.target());
        return switch (fault.kind()) {
            case KILL -> {
                kill(aim);
                yield new Injection(() -> aim.processes().forEach(Supervised::start));
            }
            case RESTART_EMPTY -> {
                kill(aim);
                aim.stored().forEach(PrivateFiles::delete);
                aim.processes().forEach(Supervised::start);
                yield new Injection(() -> {});
            }
            case FREEZE -> {
                List<ProcessTree> frozen =
                        aim.processes().stream().map(ProcessTree::of).toList();
                frozen.forEach(ProcessTree::freeze);
                yield new Injection(() -> frozen.forEach(ProcessTree::thaw));
            }
            case PARTITION_ONE_WAY -> disturb(lab, aim.outward(), Weather.CUT);
            case PARTITION_BOTH_WAYS -> disturb(lab, bothWays(aim), Weather.CUT);
            case LOSS -> disturb(lab, bothWays(aim), Weather.lossy(LOSS_PERCENT));
            case DELAY -> disturb(lab, aim.outward(), Weather.slow(DELAY));
        };
    }

    private static void kill(Aim aim) {
        Parallel.run(aim.processes().stream()
                .map(process -> (Runnable) () -> ProcessTree.kill(process))
                .toList());
    }

    private static Set<Link> bothWays(Aim aim) {
        Set<Link> links = new HashSet<>(aim.outward());
        aim.outward().forEach(link -> links.add(link.reversed()));
        return links;
    }

    private static Injection disturb(Lab lab, Set<Link> links, Weather weather) {
        Disturbance disturbance = new Disturbance(links, weather);
        lab.fabric().begin(disturbance);
        return new Injection(() -> lab.fabric().end(disturbance));
    }

    /** Ends the fault; what it befell may need its time to recover. */
    public void heal() {
        heal.run();
    }
}
