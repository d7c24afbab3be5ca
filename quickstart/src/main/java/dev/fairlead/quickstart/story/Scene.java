package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Synchronous;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the acts of the story of a takeover share.
 *
 * @param home the data center of the primary
 * @param spec of the database before the story
 */
record Scene(
        Timeline timeline,
        DemoControls controls,
        GatewayClient gateway,
        DataCenterName home,
        DatabaseSpec spec,
        ShopServers servers,
        Stage stage,
        Load load) {

    static final String DATABASE = DemoResources.SHOP;

    /** Something that may have to be tried again. */
    interface Deed {
        void perform() throws IOException;
    }

    void expectDone(String text, Deed deed) {
        expectSo(text, () -> {
            deed.perform();
            return true;
        });
    }

    void expectSo(String text, Patience.Condition condition) {
        timeline.expect(new Expectation(Patience.until(condition), text));
    }

    /** Writes the database's resource anew, but for its members. */
    void write(@Nullable Synchronous synchronous, TakeoverPolicy takeover) throws IOException {
        DatabaseSpec changed = new DatabaseSpec(
                spec.databaseName(),
                spec.credentials(),
                spec.members(),
                spec.sampleEveryMs(),
                spec.kind(),
                synchronous,
                takeover);
        gateway.apply("databases", new Resource<>("Database", new Resource.Metadata(DATABASE, null), changed));
    }

    List<DataCenterName> members() {
        return spec.members().stream().map(DatabaseSpec.Member::dataCenter).toList();
    }

    /** Waits for so many more orders. */
    void expectOrders(int more) {
        int before = load.ledger().size();
        boolean enough = Patience.until(() -> load.ledger().size() >= before + more);
        timeline.expect(new Expectation(
                enough, "%d orders are acknowledged".formatted(load.ledger().size())));
    }

    /** Kills the data center of the primary; gives when that began. */
    Moment kill() {
        Moment killed = Moment.now();
        controls.killDataCenter(home);
        timeline.now(
                "%s was killed (kill -9): its web application and the primary. Times are since then".formatted(home));
        timeline.expect(load.ledger()
                .lastBy(home)
                .map(last -> killed.after(last.at(), "last order acknowledged by " + home))
                .orElse(new Expectation(false, home + " acknowledged nothing")));
        return killed;
    }

    /** Waits for one step after the other, and says when each was done. */
    void tell(Moment since, String run, String... steps) {
        for (String step : steps) {
            Optional<Move> move = Patience.first(() -> {
                Move now = new Move(gateway.tree(run));
                return now.step(step) != null || now.ended() ? now : null;
            });
            timeline.expect(
                    move.map(now -> told(since, now, step)).orElse(new Expectation(false, step + " is not done")));
        }
    }

    private static Expectation told(Moment since, Move move, String step) {
        Move.Done done = move.step(step);
        return done == null
                ? new Expectation(false, "%s is not done: %s".formatted(step, move.message()))
                : since.after(done.at(), "%s: %s".formatted(step, done.message()));
    }

    /** Waits for the first order that such a data center acknowledges. */
    Optional<Ledger.Entry> expectOrder(Moment since, Predicate<DataCenterName> by) {
        Optional<Ledger.Entry> first =
                Patience.first(() -> load.ledger().firstSince(since.at(), by).orElse(null));
        timeline.expect(first.map(entry -> since.after(entry.at(), "first order acknowledged by " + entry.by()))
                .orElse(new Expectation(false, "nobody acknowledges an order")));
        return first;
    }

    /** The numbers of the orders that the copy in a data center has. */
    Set<Long> present(DataCenterName dataCenter) {
        return Patience.first(() -> servers.numbers(dataCenter, load.first())).orElse(Set.of());
    }

    /** Starts the data center, which is a standby by now, and gives it its users. */
    void comeBack() {
        timeline.now("%s is started again: its web application, its database is a standby by now".formatted(home));
        controls.startDataCenter(home);
        expectSo(
                "its copy is fresh, and not the primary",
                () -> stage.freshCopy(DemoResources.STALENESS_BUDGET_MS) != null
                        && Boolean.FALSE.equals(stage.hasPrimary()));
        expectSo("it is held: an operator looks at it first", () -> stage.heldAtZero() != null);
        expectDone("it is given back its users", stage::restore);
        expectDone(
                "the takeover is acknowledged: another may begin by itself",
                () -> gateway.post("/v1/databases/%s/acknowledge-takeover".formatted(DATABASE), Map.of()));
        expectSo("every data center serves", stage::everyDataCenterServes);
    }

    /** Orders the switchover back; gives the path of its run. */
    String orderSwitchback() {
        Map<String, String> order = Map.of("database", DATABASE, "to", home.value(), "reason", home + " is well again");
        String key = "story-" + System.nanoTime();
        return "/v1/switchovers/"
                + Patience.first(() -> gateway.post("/v1/switchovers", order, key))
                        .map(run -> run.path("id").asString())
                        .orElse("none");
    }
}
