package dev.fairlead.traffic.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverrideRequestTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");

    @SuppressWarnings("NullAway") // what is absent has a default
    private static OverrideRequest lasting(@Nullable Integer minutes) {
        return new OverrideRequest(Kind.DRAIN, null, EAST, "power work", minutes);
    }

    private static OverrideRequest over(Kind kind, int overMinutes, int minutes) {
        return new OverrideRequest(kind, null, EAST, "power work", minutes, overMinutes);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_320})
    void lastsFromAMinuteTo72Hours(int minutes) {
        assertThat(lasting(minutes).minutes()).isEqualTo(minutes);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4_321, Integer.MAX_VALUE})
    void neverLastsLongerOrShorter(int minutes) {
        assertThatThrownBy(() -> lasting(minutes))
                .isInstanceOfSatisfying(
                        InvalidFieldException.class,
                        refused -> assertThat(refused.field()).isEqualTo("minutes"));
    }

    @Test
    void lastsAnHourWhereNobodySaysHowLong() {
        assertThat(lasting(null).minutes()).isEqualTo(60);
    }

    @Test
    void takesUsersOutWithinAMinuteToTenHoursAndBeforeItEnds() {
        assertThat(over(Kind.DRAIN, 1, 2).overMinutes()).isEqualTo(1);
        assertThat(over(Kind.DRAIN, 600, 601).overMinutes()).isEqualTo(600);
        assertThatThrownBy(() -> over(Kind.DRAIN, 0, 60)).hasMessageContaining("overMinutes");
        assertThatThrownBy(() -> over(Kind.DRAIN, 601, 4_320)).hasMessageContaining("overMinutes");
        assertThatThrownBy(() -> over(Kind.DRAIN, 60, 60)).hasMessageContaining("let it last longer");
        assertThatThrownBy(() -> over(Kind.PIN, 10, 60)).hasMessageContaining("only a drain");
    }
}
