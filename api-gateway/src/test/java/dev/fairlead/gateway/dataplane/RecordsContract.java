package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.testing.servers.DurableServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every adapter keeps as well whose server keeps the records that it was given. */
public abstract class RecordsContract<S> extends DataPlaneContract<S> {

    protected abstract DurableServer server();

    /** What is there before anything was pushed. */
    protected abstract S nothing();

    @Override
    protected final void killServer() {
        server().kill();
    }

    @Override
    protected final void startServer() {
        server().start();
    }

    @Test
    void pushesAnewToAServerThatLostEverythingOrCameBackWithOldRecords() {
        obey(plan("app", 1, Map.of(EAST, 10_000)), plan("old", 1, Map.of(EAST, 10_000)));
        server().kill();
        server().keepData();
        server().start();
        RoutingPlan newer = plan("app", 2, Map.of(WEST, 10_000));
        obey(newer);

        server().kill();
        server().empty();
        server().start();
        assertThat(plane().observe()).isEqualTo(nothing());
        obey(newer);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);

        server().kill();
        server().bringBackData();
        server().start();
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);
        obey(newer);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
        assertThat(reached("old.contract.test", 5)).isEmpty();
    }
}
