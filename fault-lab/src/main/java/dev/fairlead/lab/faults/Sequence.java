package dev.fairlead.lab.faults;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.demo.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * One to three faults that may overlap, each at its moment for its time. The seed says all of it.
 *
 * @param steps in the order in which they begin
 */
public record Sequence(long seed, List<Step> steps) {

    private static final int MOST_STEPS = 3;
    private static final List<Service> SERVICES = Arrays.stream(Service.values())
            .filter(service -> service != Service.GATEWAY)
            .toList();

    public Sequence {
        steps = List.copyOf(steps);
    }

    /**
     * One fault of a sequence.
     *
     * @param begin since the sequence's beginning
     * @param hold until it is healed
     */
    public record Step(Fault fault, Duration begin, Duration hold) {

        Duration end() {
            return begin.plus(hold);
        }

        @Override
        public String toString() {
            return "%s (%d to %d s)".formatted(fault, begin.toSeconds(), end().toSeconds());
        }
    }

    /**
     * Makes the sequence of a seed.
     *
     * @param hold shortest and longest time of a fault
     */
    public static Sequence of(long seed, List<RegionName> regions, Range hold) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L); // neighbouring seeds draw alike without
        int count = 1 + random.nextInt(MOST_STEPS);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Duration begin = i == 0
                    ? Duration.ZERO
                    : part(random, Duration.ZERO, hold.most().dividedBy(2));
            Step step = new Step(fault(random, regions), begin, part(random, hold.least(), hold.most()));
            if (steps.stream().noneMatch(before -> clash(before.fault(), step.fault()))) {
                steps.add(step);
            }
        }
        steps.sort(Comparator.comparing(Step::begin));
        return new Sequence(seed, steps);
    }

    /** @param least and most: both can be drawn */
    public record Range(Duration least, Duration most) {}

    private static Duration part(Random random, Duration least, Duration most) {
        return Duration.ofMillis(random.nextLong(least.toMillis(), most.toMillis() + 1));
    }

    /** Every cell is as likely as any other. */
    private static Fault fault(Random random, List<RegionName> regions) {
        while (true) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            Target target = target(random, regions);
            if (Fault.possible(kind, target.column())) {
                return new Fault(kind, target);
            }
        }
    }

    private static Target target(Random random, List<RegionName> regions) {
        int first = random.nextInt(regions.size());
        RegionName region = regions.get(first);
        return switch (Target.Column.values()[random.nextInt(Target.Column.values().length)]) {
            case REGION -> new Target.Region(region);
            case SERVICE -> new Target.OneService(region, SERVICES.get(random.nextInt(SERVICES.size())));
            case LEADER -> new Target.Leader();
            case REPLICA -> new Target.Replica(1 + random.nextInt(regions.size() - 1));
            case NATS -> new Target.Nats(region);
            case GATEWAY -> new Target.Gateway(region);
            case LINK -> {
                int step = 1 + random.nextInt(regions.size() - 1);
                yield new Target.Between(region, regions.get((first + step) % regions.size()));
            }
        };
    }

    /**
     * Two regions at once would take the majority away, and twice the same target would be one fault. A commit is on two disks
     * of three: who loses two of them has nobody left who could know that it holds every commit.
     */
    private static boolean clash(Fault one, Fault other) {
        return one.target().equals(other.target())
                || one.target() instanceof Target.Region && other.target() instanceof Target.Region
                || one.emptiesDatabase() && other.emptiesDatabase();
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(", "));
    }
}
