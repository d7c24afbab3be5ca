package dev.fairlead.service.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.RegionName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "1, 1, false",
        "1, 2, true",
        "2, 2, false",
        "1, 3, true",
        "2, 3, false",
        "2, 4, true",
        "3, 4, false",
        "2, 5, true"
    })
    void isIsolatedWithoutAMajorityOfAllRegions(int heard, int regions, boolean isolated) {
        assertThat(new Contact(heard, regions).isolated()).isEqualTo(isolated);
    }

    @Test
    void countsARegionAsHeardForThreeSeconds() {
        assertThat(Contact.fresh(START, START.plusSeconds(3))).isTrue();
        assertThat(Contact.fresh(START, START.plusMillis(3_001))).isFalse();
        assertThat(Contact.fresh(null, START)).isFalse();
    }

    @Test
    void countsNobodyAsHeardUntilTheClockHasCaughtUpWithATimeBeforeItWasSetBack() {
        assertThat(Contact.fresh(START, START.minusMillis(5)))
                .as("asked by another thread")
                .isTrue();
        assertThat(Contact.fresh(START, START.minusSeconds(3_600))).isFalse();
    }

    @Test
    void showsIsolationButNotThatAProcessHasOnlyJustBegunToListen() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Isolation isolation = new Isolation(START, registry);

        isolation.take(new Contact(1, 3), START.plusSeconds(1));
        assertThat(registry.get("fairlead.region.isolated").gauge().value()).isZero();
        isolation.take(new Contact(1, 3), START.plusSeconds(4));
        assertThat(registry.get("fairlead.region.isolated").gauge().value()).isOne();
        isolation.take(new Contact(2, 3), START.plusSeconds(5));
        assertThat(registry.get("fairlead.region.isolated").gauge().value()).isZero();
    }

    @Test
    void refusesPeersThatAreItselfOrNowhere() {
        RegionName east = RegionName.of("east");
        assertThatThrownBy(() -> new RegionProperties(east, Map.of(east, URI.create("http://east:8081"))))
                .hasMessage("fairlead.peers names east, which is this region itself");
        assertThatThrownBy(() -> new RegionProperties(east, Map.of(RegionName.of("west"), URI.create("west:8081"))))
                .hasMessage("fairlead.peers.west is not a URL such as https://west.example:8443");
    }
}
