package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.contracts.replication.Freshness;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Commits wait for nobody: what a takeover may lose is said before an operator decides, and what it lost is found afterwards. */
final class AsynchronousAct {

    private static final long SUSPECT_AFTER_MS = 3_000;
    private static final int ORDERS = 25;

    private final Scene scene;
    private final Timeline timeline;

    AsynchronousAct(Scene scene) {
        this.scene = scene;
        this.timeline = scene.timeline();
    }

    void play() {
        timeline.now("an operator has commits wait for nobody, and decides himself");
        scene.expectDone("asynchronous, and only operators move it", () -> {
            scene.servers().waitForNobody();
            scene.write(null, new TakeoverPolicy(Mode.MANUAL, 0L, SUSPECT_AFTER_MS, 45_000L, 3_600_000L, List.of()));
        });
        scene.expectOrders(ORDERS);
        timeline.now("the standbys no longer reach the primary; users do not notice");
        scene.expectDone("they receive nothing", () -> scene.servers().detachAllBut(scene.home()));
        scene.expectOrders(ORDERS);
        Moment killed = scene.kill();
        List<Long> promised = scene.load().ledger().numbers();
        String run = order();
        scene.tell(killed, run, "suspect");
        Optional<String> question = Patience.first(() -> approved(run));
        timeline.expect(new Expectation(
                question.isPresent(), "an operator is asked, and says yes: " + question.orElse("he is not asked")));
        scene.tell(killed, run, "decide", "fence", "seal", "choose", "take-over", "route", "repoint");
        Optional<Ledger.Entry> first = scene.expectOrder(killed, by -> !by.equals(scene.home()));
        first.ifPresent(entry -> {
            Set<Long> lost = lost(promised, entry.by(), run);
            scene.tell(killed, run, "rebuild", "close");
            expectKept(lost);
            scene.comeBack();
            giveBack(entry.by());
        });
    }

    /** Gives the path of the run, once the primary is away for long enough. */
    private String order() {
        Patience.until(() -> scene.gateway().freshness().stream().anyMatch(this::isMissed));
        timeline.now("an operator orders the takeover");
        Map<String, String> order = Map.of("database", Scene.DATABASE, "reason", scene.home() + " is lost");
        String key = "story-" + System.nanoTime();
        return "/v1/takeovers/"
                + Patience.first(() -> scene.gateway().post("/v1/takeovers", order, key))
                        .map(run -> run.path("id").asString())
                        .orElse("none");
    }

    private boolean isMissed(Freshness copy) {
        Long silentMs = copy.stalenessBoundMs();
        return copy.database().value().equals(Scene.DATABASE)
                && copy.dataCenter().equals(scene.home())
                && !copy.reachable()
                && silentMs != null
                && silentMs > SUSPECT_AFTER_MS;
    }

    /** What the run asks, and it is answered with yes; null: it asks nothing yet. */
    private @Nullable String approved(String run) throws IOException {
        JsonNode question = scene.gateway().tree(run).path("question");
        if (!question.isObject()) {
            return null;
        }
        scene.gateway()
                .post(
                        run + "/approve",
                        Map.of("question", question.path("number").asInt()));
        return question.path("text").asString();
    }

    /** What the old primary acknowledged and the new one does not have. */
    private Set<Long> lost(List<Long> promised, DataCenterName primary, String run) {
        Set<Long> lost = Ledger.missing(promised, scene.present(primary));
        Optional<Instant> covered = Patience.first(
                        () -> new Move(scene.gateway().tree(run)).output("decide", "coveredUntil"))
                .filter(text -> !text.isEmpty())
                .map(Instant::parse);
        boolean asSaid = covered.isPresent() && scene.load().ledger().allSince(covered.get(), lost);
        timeline.expect(new Expectation(
                !lost.isEmpty() && asSaid,
                "%d of %d acknowledged orders are lost, all of them acknowledged after what was said to be safe (%s)"
                        .formatted(
                                lost.size(),
                                promised.size(),
                                covered.map(Instant::toString).orElse("nothing was"))));
        return lost;
    }

    private void expectKept(Set<Long> lost) {
        timeline.now("the old primary is back as a standby; its data as it was is kept, and read beside it");
        Optional<Set<Long>> kept = Patience.first(
                () -> scene.servers().kept(scene.home(), scene.load().first()));
        boolean all = kept.isPresent() && kept.get().containsAll(lost);
        List<Long> shown =
                lost.stream().map(number -> number - scene.load().first() + 1).toList();
        timeline.expect(new Expectation(all, "it has each of the %d lost orders: %s".formatted(lost.size(), shown)));
    }

    private void giveBack(DataCenterName from) {
        Moment ordered = Moment.now();
        timeline.now("the database is given back from %s to %s".formatted(from, scene.home()));
        String run = scene.orderSwitchback();
        scene.expectOrder(ordered, scene.home()::equals);
        scene.tell(ordered, run, "close");
    }
}
