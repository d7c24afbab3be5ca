package dev.fairlead.lab.check;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabSite;
import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An operator who has a rollout under way all the time and says yes to whatever it asks. The sites' journals tell who
 * carried it out: each pick of a run by an executor has an epoch of its own, so two executors under one epoch, or an order
 * that acts under a lower epoch than one before it, is one too many.
 */
final class Rollouts {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Lab lab;
    private final Tally tally;
    private final Random random;
    private final Map<RegionName, Integer> read = new HashMap<>();
    private final Map<String, Map<Long, String>> executors = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private String underWay = "";
    private int number;
    private int ended;
    private int orders;
    private int rejected;

    Rollouts(Lab lab, Tally tally, long seed) {
        this.lab = lab;
        this.tally = tally;
        this.random = new Random(seed);
    }

    /** Looks after the rollout once. */
    void tend() {
        List<RegionName> order = new ArrayList<>(lab.regions());
        Collections.shuffle(order, random);
        for (RegionName region : order) {
            try {
                tend(lab.gateway(region, PATIENCE));
                return;
            } catch (IOException e) {
                // the next gateway
            }
        }
    }

    private void tend(GatewayClient gateway) throws IOException {
        if (underWay.isEmpty()) {
            String version = "2." + number;
            JsonNode started = gateway.post("/v1/rollouts", lab.resources().rollout(version), "lab-" + version);
            underWay = started.path("id").asString();
            return;
        }
        JsonNode rollout = gateway.tree("/v1/rollouts/" + underWay);
        switch (rollout.path("state").asString()) {
            case "succeeded", "failed", "rolled-back", "aborted" -> {
                underWay = "";
                number++;
                ended++;
            }
            case "waiting-for-operator" ->
                gateway.post(
                        "/v1/rollouts/" + underWay + "/approve",
                        Map.of(
                                "question",
                                rollout.path("question").path("number").asInt()));
            default -> {
                // it is under way
            }
        }
    }

    /** How many have ended. */
    int ended() {
        return ended;
    }

    /** Reads what the sites wrote down since the last time. */
    void audit() {
        for (RegionName region : lab.regions()) {
            try {
                List<LabSite.Order> all = LabSite.orders(lab.sites().journal(region));
                Map<String, Long> highest = new HashMap<>();
                for (int i = 0; i < all.size(); i++) {
                    LabSite.Order order = all.get(i);
                    if (i >= read.getOrDefault(region, 0)) {
                        judge(region, order, highest.getOrDefault(order.run(), 0L));
                    }
                    highest.merge(order.run(), order.epoch(), Math::max);
                }
                read.put(region, all.size());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read a journal", e);
            }
        }
    }

    private void judge(RegionName region, LabSite.Order order, long highest) {
        orders++;
        if (!order.accepted()) {
            rejected++;
        } else if (order.epoch() < highest) {
            tally.violated(
                    Invariant.TWO_EXECUTORS,
                    "%s: run %s acts under epoch %d after %d".formatted(region, order.run(), order.epoch(), highest));
        }
        String before = executors
                .computeIfAbsent(order.run(), run -> new HashMap<>())
                .putIfAbsent(order.epoch(), order.executor());
        if (before != null && !before.equals(order.executor()) && told.add(order.run() + order.epoch())) {
            tally.violated(
                    Invariant.TWO_EXECUTORS,
                    "%s: run %s, epoch %d: %s and %s"
                            .formatted(region, order.run(), order.epoch(), before, order.executor()));
        }
    }

    String summary() {
        return "%d rollouts ended, %d orders, %d of them late and rejected".formatted(ended, orders, rejected);
    }
}
