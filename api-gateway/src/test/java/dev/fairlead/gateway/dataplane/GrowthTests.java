package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTests {

    private static Tally tally(int port, long requests, long failures, boolean ejected) {
        return new Tally(
                ApplicationName.of("shop"),
                DataCenterName.of("us-east"),
                new EndpointAddress("192.0.2.1", port),
                requests,
                failures,
                ejected);
    }

    @Test
    void isWhatCameSinceTheLookBefore() {
        assertThat(Growth.between(
                        List.of(tally(80, 10, 1, false), tally(81, 5, 0, false)),
                        List.of(tally(81, 5, 0, false), tally(80, 17, 3, false))))
                .containsExactly(new Growth(tally(81, 0, 0, false), false), new Growth(tally(80, 7, 2, false), false));
    }

    @Test
    void isAllThatARestartedServerCountedAndNeverLessThanNothing() {
        assertThat(Growth.between(List.of(tally(80, 10, 0, false)), List.of(tally(80, 4, 1, false))))
                .containsExactly(new Growth(tally(80, 4, 1, false), false));
        assertThat(Growth.between(List.of(tally(80, 3, 7, false)), List.of(tally(80, 4, 1, false))))
                .as("it began anew, and was asked for more than before")
                .containsExactly(new Growth(tally(80, 4, 1, false), false));
    }

    @Test
    void isAllOfWhatWasNotThereBeforeAndNothingOfWhatIsThereNoLonger() {
        assertThat(Growth.between(List.of(tally(80, 10, 0, false)), List.of(tally(81, 4, 0, false))))
                .containsExactly(new Growth(tally(81, 4, 0, false), false));
    }

    @Test
    void tellsOnceThatAnEndpointWasEjected() {
        List<Tally> in = List.of(tally(80, 10, 3, false));
        List<Tally> out = List.of(tally(80, 10, 3, true));
        assertThat(Growth.between(in, out)).extracting(Growth::ejectedSince).containsExactly(true);
        assertThat(Growth.between(out, out)).extracting(Growth::ejectedSince).containsExactly(false);
        assertThat(Growth.between(out, in)).extracting(Growth::ejectedSince).containsExactly(false);
        assertThat(Growth.between(List.of(), out))
                .extracting(Growth::ejectedSince)
                .containsExactly(true);
    }

    @Test
    void whatSeveralSayOfOneCounterIsAddedUp() {
        assertThat(Tally.summed(List.of(tally(80, 10, 3, false), tally(81, 1, 0, false), tally(80, 5, 1, true))))
                .containsExactly(tally(80, 15, 4, true), tally(81, 1, 0, false));
    }
}
