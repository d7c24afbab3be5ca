package dev.fairlead.benchmarks;

import dev.fairlead.lab.campaign.Campaign;
import dev.fairlead.lab.campaign.Matrix;
import dev.fairlead.lab.check.Limits;
import dev.fairlead.lab.faults.Sequence;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Breaks three regions in random sequences of faults while checkers count what must never be seen, and prints the matrix.
 * A sequence is said by its seed alone: {@code --seed N --sequences 1} plays it again.
 */
@Command(
        name = "faults",
        description = "Random sequences of faults against three regions; exit code 1 if any invariant broke.")
final class FaultsBenchmark implements Callable<Integer> {

    private static final Sequence.Range HOLD = new Sequence.Range(Duration.ofSeconds(5), Duration.ofSeconds(20));

    @Option(names = "--sequences", description = "how many (default: ${DEFAULT-VALUE})")
    private int sequences = 200;

    @Option(names = "--seed", description = "of the first; each further one has the next (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--rtt", description = "milliseconds between regions (default: ${DEFAULT-VALUE})")
    private int rtt = 30;

    private volatile boolean ending;

    @Override
    public Integer call() {
        Matrix matrix = new Matrix();
        LabOptions options = new LabOptions(
                Checkout.home(),
                Checkout.home().resolve(".fairlead").resolve("lab"),
                Duration.ofMillis(rtt),
                seed,
                System.out::println);
        Lab lab = new Lab(options);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending = true;
            try {
                lab.close();
            } finally {
                print(matrix);
            }
        }));
        lab.start();
        try (Campaign campaign = new Campaign(lab, Limits.MEASURED, seed)) {
            campaign.start();
            for (int i = 0; i < sequences; i++) {
                Sequence sequence = Sequence.of(seed + i, lab.regions(), HOLD);
                System.out.printf("%d of %d, seed %d: %s%n", i + 1, sequences, seed + i, sequence);
                Campaign.Outcome outcome = campaign.play(sequence);
                if (ending) {
                    return 1; // what was cut short says nothing
                }
                matrix.add(outcome);
                outcome.violations().witnesses().forEach(witness -> System.out.println("  ✗ " + witness));
                System.out.printf(
                        Locale.ROOT,
                        "  recovered after %.1f s%n",
                        outcome.recovery().toMillis() / 1e3);
            }
            System.out.println(campaign.summary());
        }
        return matrix.clean() ? 0 : 1;
    }

    /** Also what was interrupted shows what it has seen. */
    private static void print(Matrix matrix) {
        matrix.table().forEach(System.out::println);
        System.out.printf("%s (%s)%n", matrix.summary(), Machine.load());
    }
}
