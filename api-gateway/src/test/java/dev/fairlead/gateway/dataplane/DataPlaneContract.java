package dev.fairlead.gateway.dataplane;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.dataplane.DataPlane.Weights;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every adapter keeps, shown against the real server; what it says that it cannot do is not asked of it. */
public abstract class DataPlaneContract<S> {

    protected static final DataCenterName EAST = DataCenterName.of("us-east");
    protected static final DataCenterName WEST = DataCenterName.of("us-west");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    protected abstract DataPlane<S> plane();

    /** Ends the real server, as {@code kill -9} does. */
    protected abstract void killServer();

    /** Starts the real server on the data that it had. */
    protected abstract void startServer();

    /** Where each data center's endpoint of the test's application is. */
    protected abstract Map<DataCenterName, EndpointAddress> endpoints();

    /** Asks the real server for a host as a user does; absent from the keys: nobody was reached. */
    protected abstract Map<DataCenterName, Integer> reached(String host, int users);

    /** Puts something that Fairlead has nothing to do with beside what it steers. */
    protected abstract void writeForeignState();

    /** What became of it; equal before and after. */
    protected abstract Object foreignState();

    @Test
    void sendsUsersWhereThePlanSays() {
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(EAST);

        obey(plan("app", 2, Map.of(WEST, 10_000)));
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(WEST);
    }

    @Test
    void splitsUsersByTheShares() {
        assumeThat(plane().capabilities().weights()).isNotEqualTo(Weights.NONE);
        obey(plan("app", 1, Map.of(EAST, 8_000, WEST, 2_000)));

        int east = reached("app.contract.test", 1_000).getOrDefault(EAST, 0);
        switch (plane().capabilities().weights()) {
            case EXACT, HASHED -> assertThat(east).isBetween(740, 860);
            case SUBSET_ONLY -> assertThat(east).as("equal parts").isBetween(440, 560);
        }
    }

    @Test
    void sendsNobodyAnywhereWhenThePlanSaysSo() {
        assumeThat(plane().capabilities().withdraws()).isTrue();
        obey(plan("app", 1, Map.of(EAST, 10_000)));
        obey(plan("app", 2, Map.of()));

        assertThat(reached("app.contract.test", 5)).isEmpty();
    }

    @Test
    void holdsNoApplicationThatHasNoPlan() {
        assumeThat(plane().capabilities().withdraws()).isTrue();
        obey(plan("app", 1, Map.of(EAST, 10_000)), plan("other", 1, Map.of(EAST, 10_000)));
        obey(plan("app", 1, Map.of(EAST, 10_000)));

        assertThat(reached("other.contract.test", 5)).isEmpty();
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(EAST);
    }

    @Test
    void keepsANameThatIsNotToGoAndObeysForTheOthers() {
        S before = obey(plan("app", 1, Map.of(EAST, 10_000)), plan("other", 1, Map.of(EAST, 10_000)));
        assumeThat(plane().names(before)).as("it can keep none").isNotEmpty();
        S planned = plane().desired(List.of(plan("app", 2, Map.of(WEST, 10_000))));
        Set<String> going = new TreeSet<>(plane().names(before));
        going.removeAll(plane().names(planned));
        assertThat(going).hasSize(1);

        S desired = plane().keeping(planned, going, before);
        S observed = plane().observe();
        plane().apply(desired, observed);
        plane().verify(desired, observed);

        assertThat(plane().observe()).isEqualTo(desired);
        plane().verify(desired, desired);
        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
        assertThat(reached("other.contract.test", 5)).containsOnlyKeys(EAST);
    }

    @Test
    void saysWhichPlansItCannotObeyWhole() {
        assertThat(plane().shortfalls(List.of(plan("app", 1, Map.of(EAST, 10_000)))))
                .isEmpty();
        assertThat(plane().shortfalls(List.of(plan("app", 1, Map.of(EAST, 8_000, WEST, 2_000)))))
                .hasSize(
                        switch (plane().capabilities().weights()) {
                            case EXACT, HASHED -> 0;
                            case SUBSET_ONLY, NONE -> 1;
                        });
        assertThat(plane().shortfalls(List.of(plan("app", 1, Map.of()))))
                .hasSize(plane().capabilities().withdraws() ? 0 : 1);
    }

    @Test
    void sendsNobodyElsewhereWhileAShareMoves() {
        obey(plan("app", 1, Map.of(EAST, 10_000)), plan("other", 1, Map.of(EAST, 10_000)));
        obey(plan("app", 2, Map.of(WEST, 10_000)), plan("other", 1, Map.of(EAST, 10_000)));

        assertThat(reached("app.contract.test", 5)).containsOnlyKeys(WEST);
        assertThat(reached("other.contract.test", 5)).containsOnlyKeys(EAST);
    }

    @Test
    void changesNothingWhenAppliedTwice() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 6_000, WEST, 4_000));
        S desired = obey(plan);
        S observed = plane().observe();

        plane().apply(desired, observed);
        plane().verify(desired, observed);

        assertThat(plane().observe()).isEqualTo(observed).isEqualTo(desired);
        assertThat(plane().desired(List.of(plan("app", 2, Map.of(EAST, 6_000, WEST, 4_000)))))
                .as("the same decision under a newer epoch")
                .isEqualTo(desired);
    }

    @Test
    void leavesAloneWhatItDidNotWrite() {
        writeForeignState();
        Object before = foreignState();

        obey(plan("app", 1, Map.of(EAST, 10_000)));
        obey(plan("app", 2, Map.of(WEST, 10_000)));
        obey();

        assertThat(foreignState()).isEqualTo(before);
    }

    @Test
    void answersAsDecidedAfterTheServerWasRestarted() {
        RoutingPlan plan = plan("app", 1, Map.of(WEST, 10_000));
        obey(plan);

        killServer();
        startServer();

        eventually(PATIENCE, () -> obey(plan));
        assertThat(reached("app.contract.test", 20)).containsOnlyKeys(WEST);
    }

    @Test
    void saysThatTheServerIsDown() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        obey(plan);

        killServer();

        eventually(
                PATIENCE,
                () -> assertThatThrownBy(() -> obey(plan))
                        .isInstanceOf(DataPlaneException.class)
                        .message()
                        .isNotBlank());
        startServer();
        eventually(PATIENCE, () -> obey(plan));
    }

    @Test
    void countsWhereItSendsUsersAndBeginsAnewWhenItIsRestarted() {
        RoutingPlan plan = plan("app", 1, Map.of(EAST, 10_000));
        obey(plan);
        List<Tally> before = plane().tallies();
        assumeThat(before).as("it does not tell").isNotEmpty();

        reached("app.contract.test", 20);
        List<Tally> after = plane().tallies();
        assertThat(requests(before, after)).isEqualTo(Map.of(EAST, 20L));

        killServer();
        startServer();
        eventually(PATIENCE, () -> obey(plan));
        reached("app.contract.test", 5);
        assertThat(requests(after, plane().tallies())).isEqualTo(Map.of(EAST, 5L));
    }

    /** By data center, where there were any. */
    private static Map<DataCenterName, Long> requests(List<Tally> before, List<Tally> after) {
        return Growth.between(before, after).stream()
                .map(Growth::counted)
                .filter(tally -> tally.requests() > 0)
                .collect(Collectors.toMap(Tally::dataCenter, Tally::requests, Long::sum));
    }

    /** One pass of the loop, with a look at what is there first and at what came of it last. */
    protected final S obey(RoutingPlan... plans) {
        Applied<S> applied = pass(plans);
        assertThat(applied.refusals()).isEmpty();
        return applied.reached();
    }

    /** The same, of which a part may be refused: the reasons by name. */
    protected final Map<String, String> obeyInPart(RoutingPlan... plans) {
        return pass(plans).refusals().stream().collect(Collectors.toMap(Refusal::name, Refusal::reason));
    }

    private Applied<S> pass(RoutingPlan... plans) {
        S desired = plane().desired(List.of(plans));
        S before = plane().observe();
        Applied<S> applied = desired.equals(before) ? Applied.whole(desired) : plane().apply(desired, before);
        plane().verify(applied.reached(), before);
        plane().settle(applied.reached());
        assertThat(plane().observe()).isEqualTo(applied.reached());
        return applied;
    }

    /** A plan for everyone. */
    protected final RoutingPlan plan(String application, long epoch, Map<DataCenterName, Integer> shares) {
        return plan(application, epoch, List.of(everyone(shares)));
    }

    protected final RoutingPlan plan(String application, long epoch, List<AudienceShares> audiences) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        List<Standing> standings = new TreeMap<>(endpoints())
                .entrySet().stream()
                        .map(entry -> new Standing(
                                entry.getKey(),
                                Standing.State.SERVING,
                                ServingMode.READ_WRITE,
                                List.of(entry.getValue()),
                                now,
                                "HEALTHY",
                                "its endpoint is up",
                                false))
                        .toList();
        return new RoutingPlan(
                ApplicationName.of(application),
                application + ".contract.test",
                5,
                epoch,
                now.plusSeconds(epoch),
                null,
                audiences,
                standings,
                null);
    }

    /** The same plan, with its writes elsewhere. */
    protected static RoutingPlan writing(RoutingPlan plan, @Nullable DataCenterName primary, ServingMode mode) {
        List<Standing> standings = new ArrayList<>();
        for (Standing standing : plan.standings()) {
            standings.add(new Standing(
                    standing.dataCenter(),
                    standing.state(),
                    mode,
                    standing.endpoints(),
                    standing.since(),
                    standing.code(),
                    standing.reason(),
                    standing.neverUp()));
        }
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.epoch(),
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                standings,
                primary);
    }

    protected static AudienceShares everyone(Map<DataCenterName, Integer> shares) {
        return new AudienceShares("everyone", List.of(), List.of(), List.of(), shares(shares));
    }

    protected static List<Share> shares(Map<DataCenterName, Integer> shares) {
        return new TreeMap<>(shares)
                .entrySet().stream()
                        .map(entry -> new Share(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** Client networks that have nothing in common, one for each user. */
    protected static List<String> clients(int users) {
        return IntStream.range(0, users)
                .mapToObj(i -> "%d.%d.%d.0".formatted(20 + i % 100, i / 100 % 250, i * 7 % 250))
                .toList();
    }

    protected static <T> Map<T, Integer> counted(List<T> all) {
        return all.stream().collect(Collectors.toMap(one -> one, one -> 1, Integer::sum, TreeMap::new));
    }
}
