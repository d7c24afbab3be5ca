package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.quickstart.client.FlapClient;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.demo.DemoResources;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A data center in which an application answers for 300 ms and fails for 300 ms, for a minute: users leave it once, and nobody is
 * sent to and fro. It is the application that comes back by itself, where flapping would show; the others are well.
 */
final class FlappingStory implements Story {

    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final Duration LENGTH = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int MOST_SWITCHES = 2;
    private static final double LEAST_AWAY = 0.8;

    private final Plot plot;
    private final Timeline timeline;
    private final GatewayClient gateway;
    private final FlapClient site;

    FlappingStory(RunningDemo demo, Plot plot, Consumer<String> out) {
        this.plot = plot;
        this.timeline = new Timeline(out);
        this.gateway = new GatewayClient(demo.first().gateway(), demo.token());
        this.site = demo.sites().stream()
                .filter(each -> each.dataCenter().equals(plot.lost()))
                .map(each -> new FlapClient(each.endpoint()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public boolean play() {
        timeline.now("normal operation");
        boolean serving = Patience.until(() -> sends(gateway.plan(DemoResources.MEDIA)));
        timeline.expect(
                new Expectation(serving, "users of %s are sent to %s".formatted(DemoResources.MEDIA, plot.lost())));
        timeline.now("%s answers for %d ms and fails for %d ms in %s, for %d s"
                .formatted(DemoResources.MEDIA, PERIOD.toMillis(), PERIOD.toMillis(), plot.lost(), LENGTH.toSeconds()));
        boolean flaps = Patience.until(() -> {
            site.flap(DemoResources.MEDIA_HOST, PERIOD, LENGTH);
            return true;
        });
        timeline.expect(new Expectation(flaps, "it flaps"));
        watch(Instant.now().plus(LENGTH));
        timeline.now("it is well again");
        Optional<Verdict> up = Patience.first(this::up);
        timeline.expect(new Expectation(
                up.isPresent(),
                up.map(verdict -> "verdict: up, " + verdict.reason()).orElse("no verdict says that it is up")));
        boolean back = Patience.until(() -> sends(gateway.plan(DemoResources.MEDIA)));
        timeline.expect(new Expectation(back, "its users are back, by themselves"));
        timeline.sum();
        return timeline.allHeld();
    }

    private void watch(Instant end) {
        List<Boolean> looks = new ArrayList<>();
        while (Instant.now().isBefore(end)) {
            try {
                looks.add(sends(gateway.plan(DemoResources.MEDIA)));
            } catch (IOException e) {
                timeline.expect(new Expectation(false, "the plan cannot be read: " + e.getMessage()));
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        int switches = 0;
        for (int i = 1; i < looks.size(); i++) {
            switches += looks.get(i).equals(looks.get(i - 1)) ? 0 : 1;
        }
        double away = looks.stream().filter(sent -> !sent).count() / (double) Math.max(1, looks.size());
        timeline.expect(new Expectation(
                switches <= MOST_SWITCHES,
                "users were moved %d times (at most %d)".formatted(switches, MOST_SWITCHES)));
        timeline.expect(new Expectation(
                away > LEAST_AWAY,
                "they were elsewhere for %.0f %% of the minute (more than 80)".formatted(100 * away)));
    }

    private @Nullable Verdict up() throws IOException {
        return gateway.verdicts().stream()
                .filter(verdict -> verdict.endpoint().application().value().equals(DemoResources.MEDIA)
                        && verdict.endpoint().dataCenter().equals(plot.lost())
                        && verdict.health() == Health.UP)
                .findFirst()
                .orElse(null);
    }

    private boolean sends(RoutingPlan plan) {
        return plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .anyMatch(share -> share.dataCenter().equals(plot.lost()));
    }
}
