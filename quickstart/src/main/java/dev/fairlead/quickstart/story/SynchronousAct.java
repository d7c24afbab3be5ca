package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.Synchronous;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Each commit waits for one of two standbys: the takeover begins by itself and loses nothing. */
final class SynchronousAct {

    private static final long SUSPECT_AFTER_MS = 3_000;
    private static final int ORDERS = 50;

    private final Scene scene;
    private final Timeline timeline;

    SynchronousAct(Scene scene) {
        this.scene = scene;
        this.timeline = scene.timeline();
    }

    /** @return whether anybody took over */
    boolean play() {
        prepare();
        Optional<Ledger.Entry> first = lose();
        if (first.isEmpty()) {
            return false;
        }
        scene.comeBack();
        switchBack(first.get().by());
        return true;
    }

    private void prepare() {
        timeline.now(
                "an operator has each commit wait for one of the standbys, and lets takeovers begin by themselves");
        scene.expectDone("synchronous_standby_names is set on each server", scene.servers()::waitForOne);
        scene.expectDone(
                "the database says so too: synchronous, automatic, a primary is suspect after %d s"
                        .formatted(SUSPECT_AFTER_MS / 1_000),
                () -> scene.write(
                        new Synchronous(scene.members(), 1),
                        new TakeoverPolicy(Mode.AUTOMATIC, 0L, SUSPECT_AFTER_MS, 45_000L, 3_600_000L, List.of())));
        scene.expectSo(
                "fairlead database check finds no error",
                () -> scene.gateway()
                        .tree("/v1/databases/%s/check".formatted(Scene.DATABASE))
                        .path("findings")
                        .valueStream()
                        .noneMatch(
                                finding -> finding.path("severity").asString().equals("error")));
        scene.expectSo(
                "%s has the write lease".formatted(scene.home()),
                () -> lease().path("holder").asString("").equals(scene.home().value()));
    }

    private JsonNode lease() throws IOException {
        return scene.gateway().tree("/v1/databases/%s/lease".formatted(Scene.DATABASE));
    }

    private Optional<Ledger.Entry> lose() {
        timeline.now("users place orders, each with a number, and repeat what is not acknowledged; others read");
        scene.expectOrders(ORDERS);
        Load.Reads reads = scene.load().reads();
        Moment killed = scene.kill();
        Optional<RoutingPlan> readOnly = Patience.first(() -> {
            RoutingPlan plan = scene.gateway().plan(Scene.DATABASE);
            return plan.writeRoute() == null ? plan : null;
        });
        timeline.expect(readOnly.map(
                        plan -> killed.after(plan.decidedAt(), "read-only: nobody may write anywhere, everybody reads"))
                .orElse(new Expectation(false, "it does not become read-only")));
        Optional<Move> takeover =
                Patience.first(() -> Move.newest(scene.gateway().tree("/v1/takeovers"), killed.at()));
        if (takeover.isEmpty()) {
            timeline.expect(new Expectation(false, "no takeover begins"));
            return Optional.empty();
        }
        String run = "/v1/takeovers/" + takeover.get().id();
        scene.tell(killed, run, "suspect", "decide", "fence", "seal", "choose", "take-over", "route", "repoint");
        Optional<Ledger.Entry> first = scene.expectOrder(killed, by -> !by.equals(scene.home()));
        timeline.expect(scene.load().reads().noneFailedSince(reads));
        first.ifPresent(entry -> expectNothingLost(entry.by()));
        timeline.now("the old primary is made a standby: a new copy, because its last writes may be nobody else's");
        scene.tell(killed, run, "rebuild", "close");
        return first;
    }

    private void expectNothingLost(DataCenterName primary) {
        List<Long> promised = scene.load().ledger().numbers();
        timeline.expect(Ledger.nothingLost(promised, scene.present(primary), primary));
    }

    private void switchBack(DataCenterName from) {
        DataCenterName home = scene.home();
        Load.Reads reads = scene.load().reads();
        Moment ordered = Moment.now();
        timeline.now("an operator orders the switchover from %s to %s. Times are since then".formatted(from, home));
        String run = scene.orderSwitchback();
        scene.tell(ordered, run, "ready", "read-only", "catch-up", "fence", "seal", "choose", "take-over", "route");
        scene.tell(ordered, run, "repoint");
        scene.expectOrder(ordered, home::equals);
        scene.tell(ordered, run, "rebuild", "close");
        Optional<String> gap =
                Patience.first(() -> new Move(scene.gateway().tree(run)).output("take-over", "writeGapMs"));
        timeline.expect(new Expectation(
                gap.filter(ms -> !ms.isEmpty()).isPresent(),
                "nobody could write for %s ms".formatted(gap.orElse("?"))));
        timeline.expect(scene.load().reads().noneFailedSince(reads));
        expectNothingLost(home);
    }
}
