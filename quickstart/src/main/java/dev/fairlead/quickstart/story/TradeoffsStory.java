package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.quickstart.client.CommandLineTool;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The same outage for two applications that want different things: one whose users talk to each other, and one whose users' data
 * counts. The data center with the primary of the database is lost; the plans differ, and say why.
 */
final class TradeoffsStory implements Story {

    private static final String CALLS = "calls";
    private static final String CALLS_HOST = "calls.fairlead.example";
    private static final String STORE = "store";
    private static final String STORE_HOST = "store.fairlead.example";

    private final RunningDemo demo;
    private final DemoControls controls;
    private final Packs packs;
    private final Timeline timeline;
    private final GatewayClient gateway;
    private final CommandLineTool operator;
    private final Users callers;
    private final Users buyers;
    private final Crowd crowd = Crowd.gather();
    private DataCenterName lost;

    TradeoffsStory(RunningDemo demo, DemoControls controls, Plot plot, Path home, Consumer<String> out) {
        this.demo = demo;
        this.controls = controls;
        this.packs = new Packs(home, demo);
        this.timeline = new Timeline(out);
        this.gateway = new GatewayClient(demo.first().gateway(), demo.token());
        this.operator = new CommandLineTool(home, demo.token());
        this.callers = new Users(demo, demo.first(), CALLS_HOST);
        this.buyers = new Users(demo, demo.first(), STORE_HOST);
        this.lost = plot.lost();
    }

    @Override
    public boolean play() {
        apply("real-time-communications");
        apply("data-heavy-web");
        lost = Patience.first(this::primary).orElse(lost);
        normalOperation();
        lose();
        comeBack();
        timeline.sum();
        return timeline.allHeld();
    }

    private void apply(String pack) {
        Path file = packs.written(pack);
        timeline.now("an operator applies examples/%s.yaml".formatted(pack));
        Optional<CommandLineTool.Answer> answer = Patience.first(() -> {
            CommandLineTool.Answer typed =
                    operator.type(List.of(demo.first().gateway()), "apply", "-f", file.toString());
            return typed.done() ? typed : null;
        });
        timeline.expect(new Expectation(
                answer.isPresent(), answer.map(CommandLineTool.Answer::said).orElse("it is not taken")));
        try {
            Files.delete(file);
        } catch (IOException e) {
            timeline.now("cannot remove " + file);
        }
    }

    private @Nullable DataCenterName primary() throws IOException {
        return gateway.freshness().stream()
                .filter(copy -> copy.role() == MemberRole.PRIMARY)
                .map(copy -> copy.dataCenter())
                .findFirst()
                .orElse(null);
    }

    private void normalOperation() {
        timeline.now("normal operation: both send users to the closest data center");
        expect(CALLS, "everybody serves", plan -> allServe(plan));
        expect(
                STORE,
                "everybody serves, and writes go to " + lost,
                plan -> allServe(plan) && lost.equals(plan.writeRoute()));
        expectAtClosest(callers, demo.sites());
        expectAtClosest(buyers, demo.sites());
    }

    /** And was seen well: what never was up is not missed either. */
    private static boolean allServe(RoutingPlan plan) {
        return plan.standings().stream()
                .allMatch(standing -> standing.state() == Standing.State.SERVING && !standing.neverUp());
    }

    private void expectAtClosest(Users users, List<RunningDemo.Site> sites) {
        timeline.expectEventually(
                () -> users.look(crowd.others()),
                pictures -> List.of(Expectations.closest(pictures.edge(), crowd.others(), sites)));
    }

    private void lose() {
        Moment killed = Moment.now();
        timeline.now("%s is killed: its web application, and the primary of the database".formatted(lost));
        controls.killDataCenter(lost);
        Optional<RoutingPlan> calls = Patience.first(() -> when(CALLS, plan -> !sends(plan, lost)));
        Optional<RoutingPlan> store = Patience.first(() -> when(STORE, plan -> !sends(plan, lost)));
        timeline.expect(calls.map(plan ->
                        killed.within(Duration.ofSeconds(3), plan.decidedAt(), "calls leaves it: every second counts"))
                .orElse(new Expectation(false, "calls does not leave it")));
        timeline.expect(store.map(plan -> killed.after(plan.decidedAt(), "store leaves it: it asked twice"))
                .orElse(new Expectation(false, "store does not leave it")));
        timeline.expect(new Expectation(
                calls.isPresent()
                        && store.isPresent()
                        && calls.get().decidedAt().isBefore(store.get().decidedAt()),
                "calls left first"));
        expect(CALLS, "calls works as before: it needs no database", plan -> modes(plan, ServingMode.READ_WRITE));
        expect(
                STORE,
                "store is read-only everywhere: the primary is away, and nobody writes where nobody may",
                plan -> modes(plan, ServingMode.READ_ONLY) && plan.writeRoute() == null);
        timeline.expect(order(false, "an order at store is refused"));
        timeline.expectEventually(
                () -> buyers.look(crowd.everyone()),
                pictures -> List.of(
                        Expectations.everyoneAnswered(pictures.edge()), Expectations.nobodyAt(pictures.edge(), lost)));
    }

    private void comeBack() {
        timeline.now("%s is started again".formatted(lost));
        controls.startDataCenter(lost);
        expect(CALLS, "calls waits until it was well for a while", plan -> state(plan) == Standing.State.HELD);
        expect(STORE, "store is held until an operator has looked", plan -> state(plan) == Standing.State.HELD);
        expect(STORE, "store takes writes again: the primary is back", plan -> lost.equals(plan.writeRoute()));
        timeline.expect(order(true, "an order at store is taken"));
        expect(CALLS, "a quarter of calls' users is sent back, by itself", plan -> ramp(plan) == 25);
        expect(CALLS, "then all of them", plan -> state(plan) == Standing.State.SERVING && ramp(plan) == 100);
        expect(STORE, "store still waits", plan -> state(plan) == Standing.State.HELD);
        timeline.now("an operator gives %s back to store".formatted(lost));
        boolean asked = Patience.until(() -> {
            gateway.restore(new RestoreRequest(null, lost, "the data was looked at"));
            return true;
        });
        timeline.expect(new Expectation(asked, "POST /v1/restores"));
        expect(STORE, "store serves there again", plan -> state(plan) == Standing.State.SERVING);
        expectAtClosest(callers, demo.sites());
        expectAtClosest(buyers, demo.sites());
    }

    /** Waits until the plan is so, and prints why it is as it is. */
    private void expect(String application, String text, Predicate<RoutingPlan> wanted) {
        Optional<RoutingPlan> plan = Patience.first(() -> when(application, wanted));
        String reason = plan.map(this::reason).orElse("it does not become so");
        timeline.expect(new Expectation(plan.isPresent(), "%s (%s)".formatted(text, reason)));
    }

    private @Nullable RoutingPlan when(String application, Predicate<RoutingPlan> wanted) throws IOException {
        RoutingPlan plan = gateway.plan(application);
        return wanted.test(plan) ? plan : null;
    }

    private String reason(RoutingPlan plan) {
        return standing(plan).reason();
    }

    private Standing standing(RoutingPlan plan) {
        return plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(lost))
                .findFirst()
                .orElseThrow();
    }

    private Standing.State state(RoutingPlan plan) {
        return standing(plan).state();
    }

    private int ramp(RoutingPlan plan) {
        Standing.Ramp ramp = standing(plan).ramp();
        return ramp == null ? 100 : ramp.percent();
    }

    /** Those that are left. */
    private boolean modes(RoutingPlan plan, ServingMode mode) {
        return plan.standings().stream()
                .filter(standing -> standing.state() == Standing.State.SERVING)
                .allMatch(standing -> standing.mode() == mode);
    }

    private static boolean sends(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .anyMatch(share -> share.dataCenter().equals(dataCenter));
    }

    private Expectation order(boolean taken, String text) {
        AtomicReference<String> last = new AtomicReference<>("no answer");
        boolean so = Patience.until(() -> {
            EdgeClient.Answer given = buyers.order(crowd.everyone().getFirst());
            last.set(given.reason());
            return given.status() > 0 && (given.status() == 201) == taken;
        });
        return new Expectation(so, "%s (%s)".formatted(text, last));
    }
}
