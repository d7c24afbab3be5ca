package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class PlanTableTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final RoutingPlan WEB_7 = plan("web", 7)
            .everyone(share("us-east", 6_000), share("us-west", 4_000))
            .serving("us-east", "192.0.2.1:80")
            .serving("us-west", "[2001:db8::1]:80")
            .writesTo("us-east")
            .build();

    @TempDir
    private Path directory;

    private final InMemoryEventBus bus = new InMemoryEventBus();

    @Test
    void followsTheSourceAtEachWakeUpAndTellsOnlyOfChanges() {
        AtomicReference<List<RoutingPlan>> said = new AtomicReference<>(List.of());
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger changes = new AtomicInteger();
        try (PlanTable table = table(() -> {
            reads.incrementAndGet();
            return said.get();
        })) {
            table.onChange(changes::incrementAndGet);
            eventually(PATIENCE, () -> assertThat(table.ready()).isTrue());
            assertThat(table.plans())
                    .as("nothing is known from a source that knows nothing")
                    .isEmpty();
            said.set(List.of(WEB_7));
            wake();
            eventually(PATIENCE, () -> assertThat(table.plans()).contains(List.of(WEB_7)));
            int before = reads.get();
            wake();
            eventually(PATIENCE, () -> assertThat(reads).hasValueGreaterThan(before));
            assertThat(changes).hasValue(1);
        }
    }

    @Test
    void readsTheSnapshotBackWhenNobodyElseAnswers() {
        try (PlanTable table = table(() -> List.of(WEB_7))) {
            eventually(
                    PATIENCE, () -> assertThat(directory.resolve("plans.json")).exists());
            assertThat(table.plans()).contains(List.of(WEB_7));
        }
        try (PlanTable table = table(PlanTableTests::away)) {
            assertThat(table.plans()).contains(List.of(WEB_7));
            assertThat(table.ready()).isTrue();
        }
    }

    @Test
    void writesWhatItHeldLastBeforeItEnds() {
        AtomicReference<List<RoutingPlan>> said = new AtomicReference<>(List.of());
        List<RoutingPlan> last = List.of();
        try (PlanTable table = table(said::get)) {
            for (int epoch = 1; epoch <= 20; epoch++) {
                List<RoutingPlan> next = List.of(plan("web", epoch).build());
                said.set(next);
                wake();
                eventually(PATIENCE, () -> assertThat(table.plans()).contains(next));
                last = next;
            }
        }
        assertThat(new PlanSnapshot(directory, JsonMapper.shared()).read()).contains(last);
    }

    @Test
    void rejectsALowerEpochThanTheOneInTheSnapshot() {
        new PlanSnapshot(directory, JsonMapper.shared()).write(List.of(WEB_7));
        AtomicInteger reads = new AtomicInteger();
        try (PlanTable table = table(() -> {
            reads.incrementAndGet();
            return List.of(plan("web", 6).build());
        })) {
            wake();
            eventually(PATIENCE, () -> assertThat(reads).hasValueGreaterThan(1));
            assertThat(table.plans()).contains(List.of(WEB_7));
        }
    }

    @Test
    void startsWithoutPlansWhenTheSnapshotIsTorn() throws IOException {
        Files.writeString(directory.resolve("plans.json"), "{\"items\":[{\"application\":\"we");
        try (PlanTable table = table(PlanTableTests::away)) {
            assertThat(table.plans()).isEmpty();
            assertThat(table.ready()).isFalse();
        }
    }

    private PlanTable table(Supplier<List<RoutingPlan>> source) {
        return new PlanTable(
                new PlanSnapshot(directory, JsonMapper.shared()),
                bus,
                Duration.ofSeconds(30),
                InstantSource.system(),
                source);
    }

    private void wake() {
        bus.publish(new Event(Topic.PLANS.name(), "web"));
    }

    private static List<RoutingPlan> away() {
        throw new IllegalStateException("the traffic-service does not answer");
    }
}
