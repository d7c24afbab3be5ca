package dev.fairlead.deploy.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans are written {@code data-center:STATE:share}; one that is {@code LEAVING} serves, but is about to be drained. */
class TrafficGateTests {

    private static final int TTL_SECONDS = 5;
    private static final DataCenterName EAST = DataCenterName.of("east");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            east:SERVING:6000 west:SERVING:4000                | Ready
            east:SERVING:6000 west:SERVING:4000 eu:DRAINED:0   | Ready
            east:SERVING:0 west:SERVING:10000                  | Ready
            east:DRAINED:0 west:SERVING:10000                  | Ready
            east:SERVING:10000                                 | Refused
            east:SERVING:10000 west:DRAINED:0                  | Refused
            west:SERVING:10000 eu:SERVING:0                    | Refused
            east:SERVING:5000 west:LEAVING:5000                | Refused
            east:LEAVING:5000 west:SERVING:5000                | Ready
            east:SERVING:5000 west:SERVING:5000 eu:DOWN:0      | NotYet
            east:SERVING:10000 west:DOWN:0                     | NotYet
            east:SERVING:5000 west:SERVING:5000 eu:HELD:0      | NotYet
            east:SERVING:5000 west:SERVING:5000 eu:STALE:0     | NotYet
            east:DOWN:0 west:SERVING:10000                     | NotYet
            east:HELD:0 west:SERVING:10000                     | NotYet
            """)
    void drainsOnlyWhereAnotherServesAndNothingHasFailedOver(String plan, String expected) {
        assertThat(TrafficGate.mayDrain(plan(plan), EAST).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void remembersTheShareAndSaysWhoIsDown() {
        assertThat(TrafficGate.mayDrain(plan("east:SERVING:6000 west:SERVING:4000"), EAST))
                .isEqualTo(new Readiness.Ready(Map.of("shareBefore", "6000")));
        assertThat(TrafficGate.mayDrain(plan("east:SERVING:10000 west:DOWN:0"), EAST))
                .isEqualTo(new Readiness.NotYet("west is down, no rollout into a failover: because"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            east:DRAINED:0 west:SERVING:10000      | Done
            east:DRAINED:1 west:SERVING:9999       | NotYet
            east:SERVING:5000 west:SERVING:5000    | NotYet
            """)
    void isDrainedWhenNoAudienceIsSentThere(String plan, String expected) {
        assertThat(TrafficGate.drained(plan(plan), EAST).getClass().getSimpleName())
                .isEqualTo(expected);
    }

    @Test
    void expectsUsersWhileItHasAShareOrAnswersGivenBeforeMayBeCached() {
        Instant expired = Instant.EPOCH.plusSeconds(TTL_SECONDS);
        RoutingPlan drained = plan("east:DRAINED:0 west:SERVING:10000");
        assertThat(TrafficGate.users(plan("east:SERVING:1 west:SERVING:9999"), EAST, expired))
                .contains("still gets 1 of 10000");
        assertThat(TrafficGate.users(drained, EAST, expired.minusMillis(1)))
                .contains("gets no share; answers given before last until 1970-01-01T00:00:05Z");
        assertThat(TrafficGate.users(drained, EAST, expired)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            east:SERVING:5000 west:SERVING:5000 | east:SERVING:6000 west:SERVING:4000 | Done
            east:SERVING:0 west:SERVING:10000   | east:SERVING:6000 west:SERVING:4000 | NotYet
            east:SERVING:0 west:SERVING:10000   | east:SERVING:0 west:SERVING:10000   | Done
            east:DRAINED:0 west:SERVING:10000   | east:SERVING:6000 west:SERVING:4000 | NotYet
            east:DRAINED:0 west:SERVING:10000   | east:SERVING:0 west:SERVING:10000   | NotYet
            east:DRAINED:0 west:SERVING:10000   | east:DRAINED:0 west:SERVING:10000   | Done
            east:SERVING:0 west:SERVING:10000   | east:DRAINED:0 west:SERVING:10000   | Done
            east:DRAINED:0 west:SERVING:10000   | east:LEAVING:10 west:SERVING:9990   | Done
            east:STALE:0 west:SERVING:10000     | east:SERVING:6000 west:SERVING:4000 | NotYet
            east:DOWN:0 west:SERVING:10000      | east:SERVING:6000 west:SERVING:4000 | Failed
            east:HELD:0 west:SERVING:10000      | east:DRAINED:0 west:SERVING:10000   | Failed
            west:SERVING:10000                  | east:SERVING:6000 west:SERVING:4000 | Failed
            """)
    void isRestoredWhenItStandsAsBeforeAndHasFailedWhenItIsDownOrHeld(String plan, String before, String expected) {
        Readiness ready = TrafficGate.mayDrain(plan(before), EAST);
        assertThat(ready).isInstanceOf(Readiness.Ready.class);
        Outcome outcome = TrafficGate.restored(plan(plan), EAST, ((Readiness.Ready) ready).output());
        assertThat(outcome.getClass().getSimpleName()).isEqualTo(expected);
    }

    private static RoutingPlan plan(String written) {
        List<Standing> standings = new ArrayList<>();
        List<Share> shares = new ArrayList<>();
        for (String word : written.split(" ")) {
            String[] parts = word.split(":");
            DataCenterName dataCenter = DataCenterName.of(parts[0]);
            boolean leaving = parts[1].equals("LEAVING");
            standings.add(new Standing(
                    dataCenter,
                    leaving ? Standing.State.SERVING : Standing.State.valueOf(parts[1]),
                    ServingMode.READ_WRITE,
                    List.of(),
                    Instant.EPOCH,
                    leaving ? Standing.DRAINING : parts[1],
                    "because",
                    false));
            if (!parts[2].equals("0")) {
                shares.add(new Share(dataCenter, Integer.parseInt(parts[2])));
            }
        }
        return new RoutingPlan(
                ApplicationName.of("shop"),
                "shop.example",
                TTL_SECONDS,
                1,
                Instant.EPOCH,
                null,
                List.of(new AudienceShares("everyone", List.of(), List.of(), List.of(), shares)),
                standings,
                null);
    }
}
