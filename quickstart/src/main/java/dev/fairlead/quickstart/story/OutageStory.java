package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.client.ObedienceWatch;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The founding story: users go to the closest data center with a split in two countries, a data center is lost, everybody
 * is at the others, it comes back, is held, and is released. Conditions are waited for with patience, so that a service
 * killed in the middle delays the story and does not break it.
 */
final class OutageStory implements Story {

    private final RunningDemo demo;
    private final DemoControls controls;
    private final Plot plot;
    private final Timeline timeline;
    private final Users users;
    private final Stage stage;
    private final Crowd crowd = Crowd.gather();

    OutageStory(RunningDemo demo, DemoControls controls, Plot plot, Consumer<String> out) {
        this.demo = demo;
        this.controls = controls;
        this.plot = plot;
        this.timeline = new Timeline(out);
        this.users = new Users(demo, demo.first(), DemoResources.SHOP_HOST);
        this.stage = new Stage(new GatewayClient(demo.first().gateway(), demo.token()), users, plot.lost());
    }

    @Override
    public boolean play() {
        Pictures before = normalOperation();
        boolean primaryLost = Patience.first(stage::hasPrimary).orElse(false);
        lose(before);
        Pictures lost = afterLoss(before, primaryLost);
        comeBack(lost);
        release(before);
        timeline.sum();
        return timeline.allHeld();
    }

    private Pictures normalOperation() {
        timeline.now("normal operation: %d client networks in %d countries ask DNS and the HTTP edge for %s"
                .formatted(crowd.everyone().size(), crowd.countries(), DemoResources.SHOP_HOST));
        Patience.until(stage::everyDataCenterServes);
        Pictures seen = expectEventually(pictures -> {
            List<Expectation> expected = new ArrayList<>();
            for (Picture picture : pictures.both()) {
                expected.add(Expectations.everyoneAnswered(picture));
                expected.add(Expectations.closest(picture, crowd.others(), demo.sites()));
                expected.add(Expectations.split(picture, crowd.split(), Crowd.intended()));
            }
            return expected;
        });
        timeline.expect(order(true, "an order is taken through the primary"));
        return seen;
    }

    private Expectation order(boolean taken, String text) {
        return stage.order(crowd.everyone().getFirst(), taken, text);
    }

    private void lose(Pictures before) {
        List<Client> affected = before.at(plot.lost()).isEmpty() ? crowd.everyone() : before.at(plot.lost());
        try (ObedienceWatch dns = users.watchDns(affected, plot.lost());
                ObedienceWatch edge = users.watchEdge(affected, plot.lost())) {
            String service = plot.serviceToKill();
            if (service != null) {
                timeline.now(service + " is killed (kill -9), so that the loss meets a control plane without it");
                controls.killService(service);
            }
            Moment killed = Moment.now();
            timeline.now("%s is killed: its web application and its database, for real".formatted(plot.lost()));
            controls.killDataCenter(plot.lost());
            Optional<Verdict> verdict = Patience.first(() -> stage.verdict(Health.DOWN));
            timeline.expect(verdict.map(down -> killed.after(down.since(), "verdict: down, " + down.reason()))
                    .orElse(new Expectation(false, "no verdict says that it is down")));
            Optional<RoutingPlan> plan = Patience.first(stage::planWithoutIt);
            timeline.expect(plan.map(without ->
                            killed.after(without.decidedAt(), "plan %d sends nobody there".formatted(without.epoch())))
                    .orElse(new Expectation(false, "the plan still sends users there")));
            timeline.expect(killed.obeyed("DNS", dns));
            timeline.expect(killed.obeyed("the edge", edge));
        }
    }

    private Pictures afterLoss(Pictures before, boolean primaryLost) {
        timeline.now("everybody is at the data centers that are left");
        List<RunningDemo.Site> left = demo.sites().stream()
                .filter(site -> !site.dataCenter().equals(plot.lost()))
                .toList();
        Pictures seen = expectEventually(pictures -> {
            List<Expectation> expected = new ArrayList<>();
            for (Picture picture : pictures.both()) {
                expected.add(Expectations.nobodyAt(picture, plot.lost()));
                expected.add(Expectations.closest(picture, crowd.others(), left));
                expected.add(Expectations.split(
                        picture, crowd.split(), Expectations.without(Crowd.intended(), plot.lost())));
            }
            expected.add(Expectations.leastMovement(before.dns(), pictures.dns(), plot.lost()));
            expected.add(Expectations.leastMovement(before.edge(), pictures.edge(), plot.lost()));
            return expected;
        });
        if (primaryLost) {
            timeline.now(
                    "the primary is lost: reads go on from the replicas; nothing takes over by itself in this version");
            timeline.expect(order(false, "an order is refused while the primary is away"));
        } else {
            timeline.expect(order(true, "orders are taken as before"));
        }
        return seen;
    }

    private void comeBack(Pictures lost) {
        Moment started = Moment.now();
        timeline.now("%s comes back: its web application and its database are started".formatted(plot.lost()));
        controls.startDataCenter(plot.lost());
        Optional<Verdict> verdict = Patience.first(() -> stage.verdict(Health.UP));
        timeline.expect(verdict.map(up -> started.after(up.since(), "verdict: up, " + up.reason()))
                .orElse(new Expectation(false, "no verdict says that it is up")));
        Optional<Freshness> copy = Patience.first(() -> stage.freshCopy(DemoResources.STALENESS_BUDGET_MS));
        timeline.expect(new Expectation(
                copy.isPresent(),
                "its copy of the database is fresh: "
                        + copy.map(Freshness::reason).orElse("not within the budget")));
        Optional<Standing> held = Patience.first(stage::heldAtZero);
        timeline.expect(new Expectation(
                held.isPresent(),
                held.map(standing -> "it is held at 0: " + standing.reason()).orElse("it is not held")));
        boolean said = Patience.until(() -> stage.why().contains("HELD"));
        timeline.expect(new Expectation(said, "GET /v1/applications/%s/why says HELD".formatted(DemoResources.SHOP)));
        expectEventually(pictures -> List.of(
                Expectations.nobodyAt(pictures.dns(), plot.lost()),
                Expectations.nobodyAt(pictures.edge(), plot.lost()),
                Expectations.asBefore("while it was lost", lost.dns(), pictures.dns()),
                Expectations.asBefore("while it was lost", lost.edge(), pictures.edge())));
    }

    private void release(Pictures before) {
        timeline.now("an operator releases %s: POST /v1/restores".formatted(plot.lost()));
        boolean asked = Patience.until(() -> {
            stage.restore();
            return true;
        });
        Optional<Standing> serving = Patience.first(() -> stage.standing(Standing.State.SERVING));
        timeline.expect(new Expectation(
                asked && serving.isPresent(),
                serving.map(standing -> "it serves again: " + standing.reason()).orElse("it does not serve")));
        expectEventually(pictures -> List.of(
                Expectations.split(pictures.dns(), crowd.split(), Crowd.intended()),
                Expectations.split(pictures.edge(), crowd.split(), Crowd.intended()),
                Expectations.asBefore("before the loss", before.dns(), pictures.dns()),
                Expectations.asBefore("before the loss", before.edge(), pictures.edge())));
        timeline.expect(order(true, "orders are taken"));
    }

    private Pictures expectEventually(Function<Pictures, List<Expectation>> expected) {
        return timeline.expectEventually(() -> users.look(crowd.everyone()), expected);
    }
}
