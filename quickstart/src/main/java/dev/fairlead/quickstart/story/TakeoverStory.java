package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.DemoControls;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoException;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The data center with the primary of a database is lost while users write, twice: a standby takes over, the old primary becomes
 * its standby, and is given the database back. With synchronous standbys nothing is lost; without, it is known what.
 */
final class TakeoverStory implements Story {

    private final DemoControls controls;
    private final Timeline timeline;
    private final GatewayClient gateway;
    private final Users users;

    TakeoverStory(RunningDemo demo, DemoControls controls, Consumer<String> out) {
        this.controls = controls;
        this.timeline = new Timeline(out);
        this.gateway = new GatewayClient(demo.first().gateway(), demo.token());
        this.users = new Users(demo, demo.first(), DemoResources.SHOP_HOST);
    }

    @Override
    public boolean play() {
        DatabaseSpec spec = asked("the database", () -> gateway.database(Scene.DATABASE));
        DataCenterName home = asked("the primary", this::primary);
        Stage stage = new Stage(gateway, users, home);
        timeline.now("normal operation: the primary is in %s".formatted(home));
        Patience.until(stage::everyDataCenterServes);
        try (Load load = Load.start(users, Crowd.gather().everyone())) {
            Scene scene = new Scene(timeline, controls, gateway, home, spec, new ShopServers(spec), stage, load);
            if (new SynchronousAct(scene).play()) {
                new AsynchronousAct(scene).play();
            }
            leave(scene);
        }
        timeline.sum();
        return timeline.allHeld();
    }

    private static <T> T asked(String what, Patience.Question<T> question) {
        return Patience.first(question).orElseThrow(() -> new DemoException("nobody says what %s is".formatted(what)));
    }

    private @Nullable DataCenterName primary() throws IOException {
        return gateway.freshness().stream()
                .filter(copy -> copy.database().value().equals(Scene.DATABASE) && copy.role() == MemberRole.PRIMARY)
                .map(copy -> copy.dataCenter())
                .findFirst()
                .orElse(null);
    }

    private void leave(Scene scene) {
        timeline.now("everything is set up as it was");
        scene.expectDone("commits wait for nobody, and only operators move the primary", () -> {
            scene.servers().waitForNobody();
            scene.write(scene.spec().synchronous(), scene.spec().takeover());
        });
        scene.expectSo(
                "every data center serves, and the primary is where it was",
                () -> scene.stage().everyDataCenterServes()
                        && Boolean.TRUE.equals(scene.stage().hasPrimary()));
    }
}
