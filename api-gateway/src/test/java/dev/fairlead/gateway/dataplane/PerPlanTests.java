package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.Plans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerPlanTests {

    private final List<Long> made = new ArrayList<>();
    private final PerPlan<Long> epochs = new PerPlan<>(plan -> {
        made.add(plan.epoch());
        return plan.epoch();
    });

    private static RoutingPlan plan(String application, long epoch) {
        return Plans.plan(application, epoch)
                .serving("us-east", "192.0.2.1:80")
                .everyone(Plans.share("us-east", 10_000))
                .build();
    }

    @Test
    void makesOnlyThoseAnewThatChanged() {
        assertThat(epochs.of(List.of(plan("mail", 1), plan("shop", 2)))).containsExactly(1L, 2L);
        made.clear();

        assertThat(epochs.of(List.of(plan("mail", 1), plan("shop", 3)))).containsExactly(1L, 3L);
        assertThat(made).containsExactly(3L);
    }

    @Test
    void forgetsAnApplicationThatIsGone() {
        epochs.of(List.of(plan("mail", 1)));
        epochs.of(List.of());
        made.clear();

        epochs.of(List.of(plan("mail", 1)));
        assertThat(made).containsExactly(1L);
    }
}
