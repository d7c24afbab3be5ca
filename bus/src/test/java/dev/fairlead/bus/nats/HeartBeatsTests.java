package dev.fairlead.bus.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartBeatsTests {

    private final HeartBeats here = new HeartBeats("traffic-service");
    private final HeartBeats there = new HeartBeats("health-service");

    @BeforeEach
    void knowEachOther() {
        here.heard(there.next());
        here.missed();
    }

    @Test
    void missesNothingWhileEveryNumberComes() {
        for (int i = 0; i < 100; i++) {
            here.heard(there.next());
            here.heard(here.next());
        }
        assertThat(here.missed()).isFalse();
    }

    @Test
    void noticesAGapOnce() {
        there.next();
        here.heard(there.next());
        assertThat(here.missed()).isTrue();
        assertThat(here.missed()).isFalse();
    }

    @Test
    void noticesWhatTheOtherKnowsToBeLost() {
        there.skip();
        here.heard(there.next());
        assertThat(here.missed()).isTrue();
    }

    @Test
    void noticesAProcessItNeverHeardBefore() {
        here.heard(new HeartBeats("health-service").next());
        assertThat(here.missed()).isTrue();
    }

    @Test
    void noticesThatItsOwnBeatsWereLost() {
        here.next();
        here.heard(here.next());
        assertThat(here.missed()).isTrue();
    }

    @Test
    void takesALateOrRepeatedBeatForNothing() {
        byte[] first = there.next();
        byte[] second = there.next();
        here.heard(first);
        here.heard(second);
        here.heard(second);
        here.heard(first);
        here.heard(there.next());
        assertThat(here.missed()).isFalse();
    }

    @Test
    void remembersSoManyProcessesAndForgetsTheOneSilentLongest() {
        for (int i = 0; i < 2_000; i++) {
            here.heard(("health-service/" + i + " 1").getBytes(StandardCharsets.UTF_8));
        }
        here.missed();
        here.heard("health-service/1999 2".getBytes(StandardCharsets.UTF_8));
        assertThat(here.missed()).isFalse();
        here.heard("health-service/0 2".getBytes(StandardCharsets.UTF_8));
        assertThat(here.missed()).isTrue();
    }

    @Test
    void refusesWhatIsNoBeat() {
        assertThatThrownBy(() -> here.heard("hello".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.heard(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> here.heard(new byte[5_000])).isInstanceOf(IllegalArgumentException.class);
    }
}
