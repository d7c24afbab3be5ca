package dev.fairlead.service.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryQueueTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HistoryQueue<Integer> queue = new HistoryQueue<>("plans", 3, registry);
    private final List<List<Integer>> written = new ArrayList<>();

    private void add(int... entries) {
        for (int entry : entries) {
            queue.add(entry);
        }
    }

    @Test
    void writesInOrderAndInBatches() {
        add(1, 2, 3);
        queue.drain(2, written::add);
        assertThat(written).containsExactly(List.of(1, 2), List.of(3));
    }

    @Test
    void givesUpTheOldestAndCountsIt() {
        add(1, 2, 3, 4, 5);
        queue.drain(10, written::add);
        assertThat(written).containsExactly(List.of(3, 4, 5));
        assertThat(registry.get("fairlead.history.dropped")
                        .tag("history", "plans")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void handsAFailedBatchOverAgain() {
        add(1, 2, 3);
        assertThatThrownBy(() -> queue.drain(2, batch -> {
                    throw new IllegalStateException("the database is away");
                }))
                .isInstanceOf(IllegalStateException.class);
        queue.drain(2, written::add);
        assertThat(written).containsExactly(List.of(1, 2), List.of(3));
    }
}
