package dev.fairlead.gateway.powerdns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZonesTests {

    private static final Zones ANY = new Zones(List.of());

    @Test
    void findsTheLongestZoneThatExists() {
        assertThat(ANY.of("a.b.example.test.", List.of("example.test.", "b.example.test.", "notb.example.test.")))
                .isEqualTo("b.example.test.");
        assertThat(ANY.of("notexample.test.", List.of("example.test."))).isEqualTo("notexample.test.");
    }

    @Test
    void createsTheHostsParentWhereNothingExistsOrIsConfigured() {
        assertThat(ANY.of("shop.example.test.", List.of())).isEqualTo("example.test.");
        assertThat(ANY.of("example.test.", List.of())).isEqualTo("example.test.");
    }

    @Test
    void keepsToTheConfiguredZones() {
        Zones zones = new Zones(List.of("Example.test"));

        assertThat(zones.allow("shop.example.test.")).isTrue();
        assertThat(zones.allow("shop.other.test.")).isFalse();
        assertThat(zones.of("a.b.example.test.", List.of("b.example.test."))).isEqualTo("example.test.");
    }
}
