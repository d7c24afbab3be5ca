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
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * An operator who has a rollout under way all the time and says yes to whatever it asks. The sites' {@link Journals} tell
 * who carried it out.
 */
final class Rollouts {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Lab lab;
    private final Journals journals;
    private final Random random;
    private String underWay = "";
    private int number;
    private int ended;

    Rollouts(Lab lab, Tally tally, long seed) {
        this.lab = lab;
        this.journals = new Journals(tally);
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
                journals.judge(region, LabSite.orders(lab.sites().journal(region)));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read a journal", e);
            }
        }
    }

    String summary() {
        return "%d rollouts ended, %s".formatted(ended, journals.summary());
    }
}
