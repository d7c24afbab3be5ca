package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.CommandLineTool;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoException;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A region of the control plane is lost with the data center in it. Those that are left decide alike, take an operator's
 * order and obey it; the lost one comes back, learns what it missed, and its data center is held in all of them until it
 * is released.
 */
final class RegionLossStory implements Story {

    /** Probes at 1 s find a loss in 0.2 to 1.2 s; the rest is for a machine that runs everything at once. */
    private static final Duration DECIDED = Duration.ofSeconds(5);

    private final DemoControls controls;
    private final DataCenterName lost;
    private final RegionName lostRegion;
    private final Timeline timeline;
    private final CommandLineTool operator;
    private final Crowd crowd = Crowd.gather();
    private final Views all;
    private final Views left;

    RegionLossStory(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
        requirePlayable(demo, plot);
        this.controls = controls;
        this.lost = plot.lost();
        this.lostRegion = RegionName.of(lost.value());
        this.timeline = new Timeline(out);
        this.operator = new CommandLineTool(home, demo.token());
        this.all = new Views(demo.regions().stream()
                .map(region -> new View(demo, region, lost))
                .toList());
        this.left = all.without(lostRegion);
    }

    private static void requirePlayable(RunningDemo demo, Plot plot) {
        if (plot.serviceToKill() != null) {
            throw new DemoException("--kill-service belongs to --story outage: here a whole region is killed");
        }
        if (demo.first().name().value().equals(plot.lost().value())) {
            throw new DemoException(
                    "%s has the primary of the control plane's database, which the demo lets nobody take over: --lost %s"
                            .formatted(
                                    plot.lost(),
                                    demo.regions().stream()
                                            .skip(1)
                                            .map(region -> region.name().value())
                                            .collect(Collectors.joining(" or "))));
        }
    }

    @Override
    public boolean play() {
        Map<RegionName, Pictures> before = normalOperation();
        lose(before);
        Map<RegionName, Pictures> without = afterLoss(before);
        DataCenterName drained = DataCenterName.of(left.all().getLast().name().value());
        order(drained);
        comeBack(without);
        release(before, drained);
        timeline.sum();
        return timeline.allHeld();
    }

    private Map<RegionName, Pictures> normalOperation() {
        timeline.now("normal operation: %d client networks in %d countries ask DNS and the edge of %s for %s"
                .formatted(crowd.everyone().size(), crowd.countries(), all, DemoResources.SHOP_HOST));
        all.all().forEach(view -> Patience.until(view.stage()::everyDataCenterServes));
        Map<RegionName, Pictures> seen = expectEventually(all, pictures -> {
            List<Expectation> expected = new ArrayList<>(List.of(Agreement.ofPictures(pictures)));
            for (Picture picture : first(pictures).both()) {
                expected.add(Expectations.everyoneAnswered(picture));
                expected.add(Expectations.split(picture, crowd.split(), Crowd.intended()));
            }
            return expected;
        });
        expectSamePlans(all);
        return seen;
    }

    private void lose(Map<RegionName, Pictures> before) {
        List<Client> affected = first(before).at(lost).isEmpty()
                ? crowd.everyone()
                : first(before).at(lost);
        try (Watches watches = new Watches()) {
            for (View view : left.all()) {
                watches.add("DNS of " + view.name(), view.shop().watchDns(affected, lost))
                        .add("the edge of " + view.name(), view.shop().watchEdge(affected, lost));
            }
            Moment killed = Moment.now();
            timeline.now(
                    "region %s is killed with its data center: five services, NATS, two databases, a web application"
                            .formatted(lostRegion));
            controls.killRegion(lostRegion);
            for (View view : left.all()) {
                Optional<Verdict> verdict = Patience.first(() -> view.stage().verdict(Health.DOWN));
                timeline.expect(verdict.map(down ->
                                killed.within(DECIDED, down.since(), view.name() + ": verdict: down, " + down.reason()))
                        .orElse(new Expectation(false, view.name() + ": no verdict says that it is down")));
                Optional<RoutingPlan> plan = Patience.first(view.stage()::planWithoutIt);
                timeline.expect(plan.map(decided -> killed.within(
                                DECIDED,
                                decided.decidedAt(),
                                "%s: plan %d sends nobody there".formatted(view.name(), decided.epoch())))
                        .orElse(new Expectation(false, view.name() + ": the plan still sends users there")));
            }
            watches.expectObeyed(killed, timeline);
        }
    }

    private Map<RegionName, Pictures> afterLoss(Map<RegionName, Pictures> before) {
        timeline.now("everybody is at the data centers that are left");
        Map<RegionName, Pictures> seen = expectEventually(left, pictures -> {
            List<Expectation> expected = new ArrayList<>(List.of(Agreement.ofPictures(pictures)));
            for (Picture picture : first(pictures).both()) {
                expected.add(Expectations.nobodyAt(picture, lost));
                expected.add(Expectations.split(picture, crowd.split(), Expectations.without(Crowd.intended(), lost)));
            }
            expected.add(Expectations.leastMovement(
                    first(before).dns(), first(pictures).dns(), lost));
            return expected;
        });
        expectSamePlans(left);
        return seen;
    }

    /** An operator's order is given to the addresses of all regions, the silent one first. */
    private void order(DataCenterName drained) {
        List<Client> there =
                left.all().getFirst().media().look(crowd.everyone()).at(drained);
        List<Client> users = there.isEmpty() ? crowd.everyone() : there;
        try (Watches watches = new Watches()) {
            for (View view : left.all()) {
                watches.add("DNS of " + view.name(), view.media().watchDns(users, drained));
            }
            Moment ordered = Moment.now();
            timeline.now("an operator types: fairlead drain %s --app %s (%d addresses, that of %s first)"
                    .formatted(drained, DemoResources.MEDIA, all.all().size(), lostRegion));
            CommandLineTool.Answer answer = type(
                    "drain", drained.value(), "--app", DemoResources.MEDIA, "--for", "30m", "--reason", "power work");
            timeline.expect(
                    answer.done()
                            ? ordered.after(Instant.now(), "acknowledged: " + answer.said())
                            : new Expectation(false, "not acknowledged: " + answer.said()));
            watches.expectObeyed(ordered, timeline);
        }
        timeline.expectEventually(
                () -> left.look(View::media, crowd.everyone()),
                pictures -> List.of(
                        Agreement.ofPictures(pictures),
                        Expectations.nobodyAt(first(pictures).dns(), drained)));
    }

    private void comeBack(Map<RegionName, Pictures> without) {
        Moment started = Moment.now();
        timeline.now("region %s comes back with its data center: all that was killed is started".formatted(lostRegion));
        controls.startRegion(lostRegion);
        timeline.expect(started.after(Instant.now(), "its five services are ready"));
        expectSamePlans(all);
        for (View view : all.all()) {
            Optional<Standing> held = Patience.first(view.stage()::heldAtZero);
            timeline.expect(new Expectation(
                    held.isPresent(),
                    held.map(standing -> "%s holds it at 0: %s".formatted(view.name(), standing.reason()))
                            .orElse(view.name() + " does not hold it")));
        }
        expectEventually(
                all,
                pictures -> List.of(
                        Agreement.ofPictures(pictures),
                        Expectations.nobodyAt(of(pictures, lostRegion).dns(), lost),
                        Expectations.asBefore(
                                "while it was lost",
                                first(without).dns(),
                                of(pictures, lostRegion).dns()),
                        Expectations.asBefore(
                                "while it was lost",
                                first(without).edge(),
                                of(pictures, lostRegion).edge())));
        expectSamePlans(all);
    }

    private void release(Map<RegionName, Pictures> before, DataCenterName drained) {
        timeline.now("the operator releases %s, and ends the drain of %s, at the gateway that was lost"
                .formatted(lost, drained));
        expectDone(type("restore", lost.value(), "--reason", "power work done"));
        expectDone(type("restore", drained.value(), "--app", DemoResources.MEDIA, "--reason", "power work done"));
        for (View view : all.all()) {
            timeline.expect(new Expectation(
                    Patience.until(view.stage()::everyDataCenterServes),
                    "%s: every data center serves".formatted(view.name())));
        }
        expectEventually(
                all,
                pictures -> List.of(
                        Agreement.ofPictures(pictures),
                        Expectations.asBefore(
                                "before the loss",
                                first(before).dns(),
                                of(pictures, lostRegion).dns()),
                        Expectations.asBefore(
                                "before the loss",
                                first(before).edge(),
                                of(pictures, lostRegion).edge())));
        expectSamePlans(all);
        timeline.expect(left.all().getFirst().stage().order(crowd.everyone().getFirst(), true, "orders are taken"));
    }

    private void expectDone(CommandLineTool.Answer answer) {
        timeline.expect(new Expectation(answer.done() && !answer.said().contains("still drained"), answer.said()));
    }

    /** Types a command with the addresses of all regions at hand, that of the lost one first. */
    private CommandLineTool.Answer type(String... arguments) {
        List<URI> servers = all.all().stream()
                .sorted(Comparator.comparing(view -> !view.name().equals(lostRegion)))
                .map(view -> view.region().gateway())
                .toList();
        try {
            return operator.type(servers, arguments);
        } catch (IOException e) {
            return new CommandLineTool.Answer(1, String.valueOf(e.getMessage()));
        }
    }

    private void expectSamePlans(Views views) {
        timeline.expectEventually(views::plans, plans -> List.of(Agreement.ofPlans(plans)));
    }

    private Map<RegionName, Pictures> expectEventually(
            Views views, Function<Map<RegionName, Pictures>, List<Expectation>> expected) {
        return timeline.expectEventually(() -> views.look(View::shop, crowd.everyone()), expected);
    }

    private static Pictures first(Map<RegionName, Pictures> pictures) {
        return pictures.values().iterator().next();
    }

    private static Pictures of(Map<RegionName, Pictures> pictures, RegionName region) {
        return Optional.ofNullable(pictures.get(region)).orElseThrow();
    }
}
