package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.testing.MutableClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

class PlanReadingTests {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final TrafficService service = new TrafficService();
    private final PlanReading reading = new PlanReading(service::answer, clock);

    @Test
    void readsAllOnceAndThenWhatChanged() {
        service.decide(plan("web", 1).build(), plan("api", 1).build());
        List<RoutingPlan> first = reading.get();
        assertThat(first).containsExactly(plan("api", 1).build(), plan("web", 1).build());
        assertThat(reading.get()).isSameAs(first);

        service.decide(plan("web", 2).build());
        service.remove("api");
        service.decide(plan("new", 2).build());

        assertThat(reading.get())
                .containsExactly(plan("new", 2).build(), plan("web", 2).build());
        assertThat(service.told).containsExactly("all", "nothing", "change of 3");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsLostOrDoneTwiceItHasWhatTheServiceHas(long seed) {
        Random random = new Random(seed);
        for (int i = 1; i <= 300; i++) {
            switch (random.nextInt(8)) {
                case 0 -> service.remove("app-" + random.nextInt(20));
                case 1 -> service.restart();
                case 2 -> service.forget();
                case 3 -> service.loses = true; // an answer that does not arrive, or only in part
                default ->
                    service.decide(
                            plan("app-" + random.nextInt(20), i).build(),
                            plan("app-" + random.nextInt(20), i).build());
            }
            if (random.nextInt(3) > 0) {
                try {
                    assertThat(reading.get()).as("seed %d, step %d", seed, i).isEqualTo(service.all());
                } catch (IllegalStateException lost) {
                    assertThat(reading.get()).as("seed %d, step %d", seed, i).isEqualTo(service.all());
                }
            }
        }
        assertThat(service.told).as("seed %d", seed).anyMatch(what -> what.startsWith("change"));
    }

    @Test
    void readsAllWhereAChangeDoesNotAddUp() {
        service.decide(plan("web", 1).build(), plan("api", 1).build());
        reading.get();
        service.conceals = ApplicationName.of("api");
        service.decide(plan("web", 2).build(), plan("api", 2).build());

        assertThat(reading.get())
                .containsExactly(plan("api", 2).build(), plan("web", 2).build());
        assertThat(service.told).containsExactly("all", "change of 2", "all");
    }

    @Test
    void readsAllNowAndThenThoughNothingSeemsWrong() {
        service.decide(plan("web", 1).build());
        reading.get();
        service.silently(plan("web", 1).writesTo("us-east").build());
        assertThat(reading.get()).containsExactly(plan("web", 1).build());

        clock.advance(PlanReading.WHOLE_EVERY);

        assertThat(reading.get())
                .containsExactly(plan("web", 1).writesTo("us-east").build());
        assertThat(service.told).containsExactly("all", "nothing", "all");
        clock.advance(PlanReading.WHOLE_EVERY.minusSeconds(1));
        reading.get();
        assertThat(service.told).endsWith("nothing");
    }

    @Test
    void readsAServiceOfTheVersionBeforeWholeWhereverSomethingChanged() {
        service.tellsChanges = false;
        service.decide(plan("web", 1).build());
        reading.get();
        assertThat(reading.get()).containsExactly(plan("web", 1).build());
        service.decide(plan("web", 2).build());
        assertThat(reading.get()).containsExactly(plan("web", 2).build());
        service.remove("web");
        assertThat(reading.get()).isEmpty();
        assertThat(service.told).containsExactly("all", "nothing", "all", "all");
    }

    @Test
    void anAnswerWithoutABodyIsNoneWhileNothingIsKnown() {
        PlanReading empty = new PlanReading(
                known -> ResponseEntity.status(HttpStatus.NOT_MODIFIED).build(), clock);
        assertThatThrownBy(empty::get).isInstanceOf(NullPointerException.class);
    }

    /** Tells its plans as the traffic-service does, and makes the mistakes that it is told to make. */
    private static final class TrafficService {

        private final List<String> told = new ArrayList<>();
        private final Map<String, SortedMap<ApplicationName, RoutingPlan>> remembered = new HashMap<>();
        private SortedMap<ApplicationName, RoutingPlan> plans = new TreeMap<>();
        private int starts;
        private int version;
        private boolean tellsChanges = true;
        private boolean loses;
        private @Nullable ApplicationName conceals;

        List<RoutingPlan> all() {
            return List.copyOf(plans.values());
        }

        void decide(RoutingPlan... changed) {
            next();
            silently(changed);
        }

        void silently(RoutingPlan... changed) {
            plans = new TreeMap<>(plans);
            for (RoutingPlan plan : changed) {
                plans.put(plan.application(), plan);
            }
        }

        void remove(String application) {
            next();
            plans = new TreeMap<>(plans);
            plans.remove(ApplicationName.of(application));
        }

        /** Its versions are named anew, and it knows none of before. */
        void restart() {
            starts++;
            version = 0;
            forget();
        }

        void forget() {
            remembered.clear();
        }

        private void next() {
            remembered.put(tag(), plans);
            version++;
        }

        private String tag() {
            return "\"%d.%d\"".formatted(starts, version);
        }

        ResponseEntity<PlanListing> answer(@Nullable String known) {
            if (loses) {
                loses = false;
                throw new IllegalStateException("lost");
            }
            if (tag().equals(known)) {
                told.add("nothing");
                return ResponseEntity.status(HttpStatus.NOT_MODIFIED).build();
            }
            SortedMap<ApplicationName, RoutingPlan> before = known == null ? null : remembered.get(known);
            PlanListing listing = before == null || !tellsChanges ? new PlanListing(all(), null) : since(before);
            told.add(listing.change() == null ? "all" : "change of " + touched(listing, listing.change()));
            return ResponseEntity.ok().eTag(tag()).body(listing);
        }

        private int touched(PlanListing listing, PlanListing.Change change) {
            return listing.items().size() + change.removed().size() + (conceals == null ? 0 : 1);
        }

        private PlanListing since(SortedMap<ApplicationName, RoutingPlan> before) {
            List<RoutingPlan> changed = plans.values().stream()
                    .filter(plan -> !plan.equals(before.get(plan.application()))
                            && !plan.application().equals(conceals))
                    .toList();
            List<ApplicationName> removed = before.keySet().stream()
                    .filter(application -> !plans.containsKey(application))
                    .toList();
            return new PlanListing(
                    changed, new PlanListing.Change(removed, plans.size(), PlanListing.digestOf(plans.values())));
        }
    }
}
