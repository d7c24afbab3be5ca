package dev.fairlead.benchmarks;

import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.lab.check.Recovery;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabOptions;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import dev.fairlead.quickstart.demo.Parallel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What distance costs three regions, how alike they judge, how long a lost region's run stands, and what a region takes. */
@Command(
        name = "regions",
        description = "Three regions 30 and 70 ms apart: writes, verdicts, runs taken over, memory and CPU.")
final class RegionsBenchmark implements Callable<Integer> {

    private static final List<Integer> DISTANCES_MS = List.of(30, 70);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LEDGER = 0;
    private static final Network ANYONE = Network.of("198.51.100.0/24");

    @Option(names = "--writes", description = "at each distance, 0: none (default: ${DEFAULT-VALUE})")
    private int writes = 50;

    @Option(names = "--kills", description = "of a site at each distance, 0: none (default: ${DEFAULT-VALUE})")
    private int kills = 5;

    @Option(names = "--runs", description = "lost with their region, 0: none (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(names = "--applications", description = "of the large fleet (default: ${DEFAULT-VALUE})")
    private int applications = 1_000;

    @Option(names = "--seed", description = "of what is drawn (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    private int value = 1;

    @Override
    public Integer call() throws IOException {
        Random random = new Random(seed);
        Lab lab = new Lab(new LabOptions(
                Checkout.home(),
                Checkout.home().resolve(".fairlead").resolve("lab"),
                Duration.ofMillis(DISTANCES_MS.getFirst()),
                seed,
                System.out::println));
        Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
        lab.start();
        for (int distance : DISTANCES_MS) {
            lab.distance(Duration.ofMillis(distance));
            recover(lab);
            if (writes > 0) {
                measureWrites(lab, distance, random);
            }
            if (kills > 0) {
                measureVerdicts(lab, distance);
            }
        }
        lab.distance(Duration.ofMillis(DISTANCES_MS.getFirst()));
        if (runs > 0) {
            new RunTakeover(lab, runs).measure();
        }
        recover(lab);
        new LargeFleet(lab, applications).measure();
        return 0;
    }

    private static void recover(Lab lab) {
        new Recovery(lab).await(PATIENCE).ifPresent(lacking -> {
            throw new IllegalStateException(lacking);
        });
    }

    /** From the operator's sending until the DNS of the last region answers what was written. */
    private void measureWrites(Lab lab, int distance, Random random) throws IOException {
        List<Double> acknowledged = new ArrayList<>();
        List<Double> obeyed = new ArrayList<>();
        for (int i = 0; i < writes; i++) {
            int ttl = ++value;
            RegionName at = lab.regions().get(random.nextInt(lab.regions().size()));
            List<Double> each = Collections.synchronizedList(new ArrayList<>());
            long began = System.nanoTime();
            List<Runnable> all = new ArrayList<>();
            all.add(() -> {
                write(lab, at, ttl);
                acknowledged.add(millisSince(began));
            });
            lab.regions()
                    .forEach(region -> all.add(() -> {
                        DnsClient dns = new DnsClient(lab.described(region).dns(), Duration.ofSeconds(1));
                        await(() -> dns.ask(LabResources.ledgerName(LEDGER) + ".fairlead.example", ANYONE)
                                        .ttlSeconds()
                                == ttl);
                        each.add(millisSince(began));
                    }));
            Parallel.run(all);
            obeyed.add(Collections.max(each));
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(200)).toNanos());
        }
        System.out.printf(
                "regions  %d ms RTT: operator write acknowledged %s; obeyed in every region %s (n=%d, %s)%n",
                distance,
                Figures.of(acknowledged).percentiles("%.0f", "ms"),
                Figures.of(obeyed).percentiles("%.0f", "ms"),
                writes,
                Machine.load());
    }

    private static void write(Lab lab, RegionName at, int ttl) {
        try {
            lab.gateway(at).apply("applications", lab.resources().ledger(LEDGER, ttl));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the kill of a site until the last region says down, and how long the regions differ. */
    private void measureVerdicts(Lab lab, int distance) {
        List<Double> all = new ArrayList<>();
        List<Double> apart = new ArrayList<>();
        for (int i = 0; i < kills; i++) {
            RegionName lost = lab.regions().get(i % lab.regions().size());
            List<Double> each = Collections.synchronizedList(new ArrayList<>());
            long began = System.nanoTime();
            lab.sites().process(lost).killForGood();
            Parallel.run(lab.regions().stream()
                    .map(region -> (Runnable) () -> {
                        await(() -> saysDown(lab, region, lost));
                        each.add(millisSince(began));
                    })
                    .toList());
            all.add(Collections.max(each));
            apart.add(Collections.max(each) - Collections.min(each));
            lab.sites().process(lost).start();
            recover(lab);
        }
        System.out.printf(
                "regions  %d ms RTT: kill → every region's verdict %s; regions differ for %s (min/median/max, n=%d, %s)%n",
                distance,
                Figures.of(all).text("%.0f", "ms"),
                Figures.of(apart).text("%.0f", "ms"),
                kills,
                Machine.load());
    }

    private static boolean saysDown(Lab lab, RegionName region, RegionName lost) {
        try {
            return lab.gateway(region).verdicts().stream()
                    .anyMatch(verdict -> verdict.health() == Health.DOWN
                            && verdict.endpoint().application().value().equals(LabResources.STEADY)
                            && verdict.endpoint().dataCenter().equals(DemoDataCenter.in(lost)));
        } catch (IOException e) {
            return false;
        }
    }

    private static double millisSince(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for %d s".formatted(PATIENCE.toSeconds()));
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
