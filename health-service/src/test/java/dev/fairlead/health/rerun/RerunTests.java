package dev.fairlead.health.rerun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.CheckChange;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.HealthCheck.ErrorRate;
import dev.fairlead.contracts.traffic.HealthCheck.HoldDown;
import dev.fairlead.health.history.ProbeRun;
import dev.fairlead.health.history.Recording;
import dev.fairlead.health.history.Starts;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.quorum.Electorate;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerunTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Endpoint ENDPOINT =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));
    private static final Target TARGET =
            new Target(ENDPOINT, "shop.test", HealthCheck.defaults(), RegionName.of("elsewhere"));
    private static final Set<RegionName> THREE = Set.of(RegionName.of("a"), RegionName.of("b"), RegionName.of("c"));
    private static final Rules TWO_OF_THREE = new Rules(RegionName.of("a"), THREE, 2);
    private static final Rules ALONE = new Rules(RegionName.of("a"), Set.of(RegionName.of("a")), 1);

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }

    private static Period period(long from, long until) {
        return new Period(at(from), at(until));
    }

    private static boolean within(Instant moment, long from, long until) {
        return !moment.isBefore(at(from)) && moment.isBefore(at(until));
    }

    /** Regions begin their turns at different moments. */
    private static Recording record(String region, Target target, long until, Predicate<Instant> passes) {
        return new Recording(region, target).probe(START.plusMillis(37L * (region.charAt(0) - 'a')), at(until), passes);
    }

    private static List<ProbeRun> runs(Recording... recordings) {
        return Stream.of(recordings).flatMap(each -> each.runs().stream()).toList();
    }

    private static Target with(CheckChange change) {
        return new Target(TARGET.endpoint(), TARGET.host(), change.appliedTo(TARGET.check()), TARGET.region());
    }

    private static CheckChange holdDown(int firstMs) {
        return new CheckChange(null, null, null, new HoldDown(firstMs, 300_000));
    }

    private static long falls(List<Transition> transitions) {
        return transitions.stream().filter(each -> each.to() == Health.DOWN).count();
    }

    private record Known(Instant at, RegionName by, ProbeResult result) {}

    /** What the service comes to while it hears all of them. */
    private static List<Transition> live(Rules rules, List<Recording> recordings) {
        Electorate electorate =
                rules.hearing(recordings.stream().map(Recording::vantagePoint).collect(Collectors.toSet()));
        List<Known> all = new ArrayList<>();
        recordings.forEach(each -> each.results()
                .forEach(result ->
                        all.add(new Known(result.startedAt().plus(Recording.LATENCY), each.vantagePoint(), result))));
        all.sort(Comparator.comparing(Known::at));
        Map<RegionName, Finding> findings = new HashMap<>();
        List<Transition> transitions = new ArrayList<>();
        Verdict verdict = null;
        for (Known known : all) {
            Finding before = findings.get(known.by());
            findings.put(
                    known.by(),
                    before == null
                            ? Finding.first(known.result(), TARGET.check())
                            : before.after(known.result(), TARGET.check()));
            Verdict next = Quorum.decide(TARGET, votes(findings), electorate, verdict, known.at());
            Transition transition = Quorum.transition(rules.here(), verdict, next);
            if (transition != null) {
                transitions.add(transition);
            }
            verdict = next;
        }
        return transitions;
    }

    private static List<Vote> votes(Map<RegionName, Finding> findings) {
        return findings.entrySet().stream()
                .map(entry -> {
                    Finding found = entry.getValue();
                    return new Vote(
                            new Observation(
                                    ENDPOINT,
                                    entry.getKey(),
                                    found.health(),
                                    found.since(),
                                    found.at(),
                                    found.reason()),
                            found.at());
                })
                .toList();
    }

    @Test
    void underTheSameRulesEveryVerdictComesOutAgain() {
        Predicate<Instant> world =
                now -> !within(now, 60, 90) && !(within(now, 120, 180) && (now.getEpochSecond() / 3) % 2 == 0);
        List<Recording> all = List.of(
                record("a", TARGET, 900, world),
                record("b", TARGET, 900, world),
                record("c", TARGET, 900, now -> world.test(now) && !within(now, 400, 430)));

        List<Transition> again =
                Rerun.of(runs(all.toArray(Recording[]::new)), List.of(TARGET), TWO_OF_THREE, period(30, 900));

        List<Transition> recorded = live(TWO_OF_THREE, all);
        assertThat(recorded).hasSizeGreaterThan(4);
        assertThat(again.getFirst().to()).isEqualTo(Health.UP);
        assertThat(again.getFirst().at()).isEqualTo(recorded.getFirst().at());
        assertThat(again.subList(1, again.size())).isEqualTo(recorded.subList(1, recorded.size()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void soTheyDoWhateverTheRegionsSee(long seed) {
        Random chance = new Random(seed);
        List<Recording> all = new ArrayList<>();
        Predicate<Instant> world = someTrouble(chance);
        for (String region : List.of("a", "b", "c")) {
            all.add(record(region, TARGET, 1_800, world.and(someTrouble(chance))));
        }

        List<Transition> again =
                Rerun.of(runs(all.toArray(Recording[]::new)), List.of(TARGET), TWO_OF_THREE, period(30, 1_800));

        Function<Transition, String> said = each -> "%s %s at %s".formatted(each.from(), each.to(), each.at());
        assertThat(again.stream().map(said))
                .as("seed %d", seed)
                .isEqualTo(live(TWO_OF_THREE, all).stream().map(said).toList());
    }

    /** Six times for up to a minute, nothing passes or half of it. */
    private static Predicate<Instant> someTrouble(Random chance) {
        Predicate<Instant> passes = now -> true;
        for (int i = 0; i < 6; i++) {
            long from = 60 + chance.nextLong(1_600);
            long until = from + 1 + chance.nextLong(60);
            boolean half = chance.nextBoolean();
            passes = passes.and(now -> !within(now, from, until) || (half && now.getEpochSecond() % 2 == 0));
        }
        return passes;
    }

    @Test
    void aLongerHoldDownLeavesAFlappingEndpointDown() {
        Recording flapping = record("a", TARGET, 600, now -> now.getEpochSecond() % 15 >= 5 || within(now, 0, 60));

        List<Transition> two = Rerun.of(flapping.runs(), List.of(with(holdDown(2_000))), ALONE, period(30, 600));
        List<Transition> thirty = Rerun.of(flapping.runs(), List.of(with(holdDown(30_000))), ALONE, period(30, 600));

        assertThat(falls(two)).isEqualTo(4);
        assertThat(falls(thirty)).isEqualTo(1);
        assertThat(thirty.getLast().to()).isEqualTo(Health.DOWN);
        assertThat(thirty.getLast().at()).isEqualTo(two.get(1).at());
    }

    @Test
    void moreFailuresUntilDownAndALenientErrorRateBearAShortOutage() {
        Recording twoSeconds = record("a", TARGET, 120, now -> !within(now, 60, 62));
        CheckChange patient = new CheckChange(10, null, new ErrorRate(90, 20), null);

        assertThat(falls(Rerun.of(twoSeconds.runs(), List.of(TARGET), ALONE, period(30, 120))))
                .isEqualTo(1);
        assertThat(falls(Rerun.of(twoSeconds.runs(), List.of(with(patient)), ALONE, period(30, 120))))
                .isZero();
    }

    @Test
    void whileARegionIsBlindAQuorumOfOneFollowsTheOnlyOneLeftAndAQuorumOfTwoAsksTheOwnRegionToo() {
        Target ofB = new Target(ENDPOINT, "shop.test", HealthCheck.defaults(), RegionName.of("b"));
        List<ProbeRun> runs = runs(
                record("a", ofB, 120, now -> !within(now, 60, 90)), // it cannot reach it
                record("b", ofB, 120, now -> true));

        List<Transition> one = Rerun.of(runs, List.of(ofB), new Rules(RegionName.of("a"), THREE, 1), period(30, 120));
        List<Transition> two = Rerun.of(runs, List.of(ofB), TWO_OF_THREE, period(30, 120));

        assertThat(one).extracting(Transition::to).containsExactly(Health.UP, Health.DOWN, Health.UP);
        assertThat(two).extracting(Transition::to).containsExactly(Health.UP, Health.UNKNOWN, Health.UP);
    }

    @Test
    void nobodyDecidedHereWhileThisRegionProbedNothing() {
        Recording restarted = record("a", TARGET, 60, now -> true).probe(at(90), at(120), now -> true);

        List<Transition> transitions = Rerun.of(restarted.runs(), List.of(TARGET), ALONE, period(30, 120));

        assertThat(transitions).extracting(Transition::to).containsExactly(Health.UP);
    }

    @Test
    void silenceOfTheOthersIsUnknownAndNothingMore() {
        List<ProbeRun> runs = runs(
                record("a", TARGET, 120, now -> true),
                record("b", TARGET, 60, now -> true),
                record("c", TARGET, 60, now -> true));

        List<Transition> transitions = Rerun.of(runs, List.of(TARGET), TWO_OF_THREE, period(30, 120));

        assertThat(transitions).extracting(Transition::to).containsExactly(Health.UP, Health.UNKNOWN);
        assertThat(transitions.getLast().reason()).startsWith("isolated: this region hears 1 of 3");
    }

    @Test
    void saysNothingOfWhatWasNeverProbedAndThatNothingWasKnownOfWhatWas() {
        Endpoint other =
                new Endpoint(ENDPOINT.application(), ENDPOINT.dataCenter(), EndpointAddress.of("192.0.2.2:80"));
        Target unprobed = new Target(other, "shop.test", HealthCheck.defaults(), TARGET.region());
        List<ProbeRun> runs = runs(record("a", TARGET, 60, now -> true), record("b", TARGET, 60, now -> false));

        List<Transition> transitions =
                Rerun.of(runs, List.of(TARGET, unprobed), new Rules(RegionName.of("a"), THREE, 3), period(30, 60));

        assertThat(transitions).singleElement().satisfies(beginning -> {
            assertThat(beginning.endpoint()).isEqualTo(ENDPOINT);
            assertThat(beginning.from()).isEqualTo(Health.UNKNOWN);
            assertThat(beginning.to()).isEqualTo(Health.UNKNOWN);
        });
    }

    @Test
    @Timeout(10)
    void aQuietMonthIsPlayedInAMoment() {
        long month = Duration.ofDays(30).toSeconds();
        List<ProbeRun> runs = THREE.stream()
                .map(region -> new ProbeRun(
                        UUID.randomUUID(),
                        region,
                        ENDPOINT,
                        ProbeRun.Outcome.PASSED,
                        "status 200",
                        new Starts(START, at(month), (int) month + 1),
                        5))
                .toList();

        List<Transition> transitions = Rerun.of(runs, List.of(TARGET), TWO_OF_THREE, period(30, month));

        assertThat(transitions).extracting(Transition::to).containsExactly(Health.UP);
    }
}
