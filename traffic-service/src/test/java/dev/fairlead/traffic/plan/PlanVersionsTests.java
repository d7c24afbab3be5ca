package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanVersionsTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static RoutingPlan plan(int application, long epoch) {
        return new RoutingPlan(
                ApplicationName.of("app-" + application),
                "host.example",
                5,
                epoch,
                NOW.plusMillis(epoch),
                null,
                List.of(),
                List.of(),
                null);
    }

    private static PlansInForce.InForce version(Map<ApplicationName, RoutingPlan> plans, Object name) {
        return new PlansInForce.InForce(new TreeMap<>(plans), false, true, name.toString());
    }

    /** What a reader has who is told this and knew those. */
    private static Map<ApplicationName, RoutingPlan> read(PlanListing told, Map<ApplicationName, RoutingPlan> known) {
        PlanListing.Change change = told.change();
        Map<ApplicationName, RoutingPlan> plans = change == null ? new HashMap<>() : new HashMap<>(known);
        told.items().forEach(plan -> plans.put(plan.application(), plan));
        if (change != null) {
            change.removed().forEach(plans::remove);
            assertThat(change.cameTo(plans.values())).isTrue();
        }
        return plans;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoeverReadsNowAndThenHasWhatWhoeverReadsAllHas(long seed) {
        Random random = new Random(seed);
        Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
        PlanVersions versions = PlanVersions.beginning(version(plans, 0));
        Map<ApplicationName, RoutingPlan> read = Map.of();
        String known = "";
        for (int i = 1; i <= 300; i++) {
            for (int j = random.nextInt(4); j > 0; j--) {
                RoutingPlan plan = plan(random.nextInt(20), i);
                if (random.nextInt(3) == 0) {
                    plans.remove(plan.application());
                } else {
                    plans.put(plan.application(), plan);
                }
            }
            versions = versions.and(version(plans, i));
            if (random.nextInt(10) == 0) {
                read = read(versions.since(known), read);
                known = versions.now().version();
                assertThat(read).as("seed %d, version %d", seed, i).isEqualTo(plans);
            }
        }
    }

    @Test
    void tellsWhatIsNewAndNoMore() {
        Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
        IntStream.range(0, 3).mapToObj(i -> plan(i, 1)).forEach(plan -> plans.put(plan.application(), plan));
        PlanVersions versions = PlanVersions.beginning(version(plans, "a"));
        plans.put(ApplicationName.of("app-1"), plan(1, 2));
        versions = versions.and(version(plans, "b"));
        plans.put(ApplicationName.of("app-1"), plan(1, 3));
        plans.remove(ApplicationName.of("app-2"));
        versions = versions.and(version(plans, "c"));

        PlanListing told = versions.since("a");

        assertThat(told.items()).containsExactly(plan(1, 3));
        assertThat(Objects.requireNonNull(told.change()).removed()).containsExactly(ApplicationName.of("app-2"));
        assertThat(versions.since("c").items()).isEmpty();
    }

    @Test
    void tellsAllToWhomKnowsAnotherProcessOrTooOldAVersion() {
        Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
        plans.put(ApplicationName.of("app-1"), plan(1, 1));
        PlanVersions versions = PlanVersions.beginning(version(plans, 0));
        for (int i = 1; i <= 200; i++) {
            plans.put(ApplicationName.of("app-2"), plan(2, i));
            versions = versions.and(version(plans, i));
        }

        assertThat(versions.past()).hasSizeLessThanOrEqualTo(100);
        for (String known : List.of("", "another process's", "3")) {
            assertThat(versions.since(known).change()).isNull();
            assertThat(versions.since(known).items()).hasSize(2);
        }
        assertThat(versions.since("199").change()).isNotNull();
    }

    @Test
    void remembersTheLastChangeHoweverLargeAndFewOfThoseBefore() {
        List<Integer> all = new ArrayList<>(IntStream.range(0, 6_000).boxed().toList());
        PlanVersions versions = PlanVersions.beginning(version(Map.of(), 0));
        for (int i = 1; i <= 5; i++) {
            Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
            for (int application : all) {
                RoutingPlan plan = plan(application, i);
                plans.put(plan.application(), plan);
            }
            versions = versions.and(version(plans, i));
        }

        assertThat(versions.past()).extracting(PlanVersions.Past::version).containsExactly("3", "4");
    }

    @Test
    void aDigestTellsAnotherDecisionFromTheSame() {
        List<RoutingPlan> two = List.of(plan(1, 1), plan(2, 1));

        assertThat(PlanListing.digestOf(two)).isEqualTo(PlanListing.digestOf(two.reversed()));
        assertThat(PlanListing.digestOf(two)).isNotEqualTo(PlanListing.digestOf(List.of(plan(1, 2), plan(2, 1))));
        assertThat(PlanListing.digestOf(two)).isNotEqualTo(PlanListing.digestOf(List.of(plan(1, 1), plan(3, 1))));
    }
}
