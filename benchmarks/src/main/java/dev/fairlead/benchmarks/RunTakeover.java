package dev.fairlead.benchmarks;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.check.Recovery;
import dev.fairlead.lab.faults.Fault;
import dev.fairlead.lab.faults.Injection;
import dev.fairlead.lab.faults.Kind;
import dev.fairlead.lab.faults.Target;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabSite;
import dev.fairlead.quickstart.demo.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kills the region whose deploy-service carries out a rollout, with all that is in it, until another region's does. */
final class RunTakeover {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Lab lab;
    private final int count;

    RunTakeover(Lab lab, int count) {
        this.lab = lab;
        this.count = count;
    }

    void measure() throws IOException {
        List<Double> seconds = new ArrayList<>();
        int withLeader = 0;
        for (int i = 0; i < count; i++) {
            Instant began = Instant.now();
            String run = lab.gateway(lab.regions().getFirst())
                    .post("/v1/rollouts", lab.resources().rollout("9." + i))
                    .path("id")
                    .asString();
            RegionsBenchmark.await(() -> executor(run, began).isPresent());
            RegionName lost = executor(run, began).orElseThrow();
            RegionName witness = lab.regions().stream()
                    .filter(region -> !region.equals(lost))
                    .findFirst()
                    .orElseThrow();
            withLeader += lab.database().leader().filter(lost::equals).isPresent() ? 1 : 0;
            long epoch = epoch(witness, run);
            long killed = System.nanoTime();
            Injection fault = Injection.begin(lab, new Fault(Kind.KILL, new Target.Region(lost)));
            RegionsBenchmark.await(() -> epoch(witness, run) > epoch);
            seconds.add((System.nanoTime() - killed) / 1e9);
            System.out.printf("run %d of %d: %s lost, continued after %.1f s%n", i + 1, count, lost, seconds.getLast());
            fault.heal();
            end(witness, run);
        }
        System.out.printf(
                "regions  a lost region's run continues after %s (min/median/max, n=%d, %d with the database's leader, %s)%n",
                Figures.of(seconds).text("%.1f", "s"), count, withLeader, Machine.load());
    }

    /** The region whose executor gave the newest order of a run. */
    private Optional<RegionName> executor(String run, Instant since) {
        List<LabSite.Order> orders = new ArrayList<>();
        for (RegionName region : lab.regions()) {
            try {
                LabSite.orders(lab.sites().journal(region)).stream()
                        .filter(order -> order.run().equals(run) && order.at().isAfter(since))
                        .forEach(orders::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return orders.stream()
                .max((one, other) -> one.at().compareTo(other.at()))
                .flatMap(order -> lab.regions().stream()
                        .filter(region -> lab.fabric()
                                .address(region + "-" + Service.DEPLOY.module())
                                .equals(order.executor()))
                        .findFirst());
    }

    /** 0 while nobody answers. */
    private long epoch(RegionName witness, String run) {
        try {
            return lab.gateway(witness, Duration.ofSeconds(3))
                    .tree("/v1/runs/" + run)
                    .path("epoch")
                    .asLong();
        } catch (IOException e) {
            return 0;
        }
    }

    /** The next rollout can only begin when this one is over. */
    private void end(RegionName witness, String run) throws IOException {
        new Recovery(lab).await(PATIENCE).ifPresent(lacking -> {
            throw new IllegalStateException(lacking);
        });
        if (!ended(witness, run)) {
            lab.gateway(witness).post("/v1/rollouts/" + run + "/abort", "");
        }
        RegionsBenchmark.await(() -> ended(witness, run));
    }

    private boolean ended(RegionName witness, String run) {
        try {
            return switch (lab.gateway(witness)
                    .tree("/v1/runs/" + run)
                    .path("state")
                    .asString()) {
                case "succeeded", "failed", "rolled-back", "aborted" -> true;
                default -> false;
            };
        } catch (IOException e) {
            return false;
        }
    }
}
