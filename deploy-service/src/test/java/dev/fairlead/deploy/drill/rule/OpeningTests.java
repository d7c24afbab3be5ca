package dev.fairlead.deploy.drill.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Recovery;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTests {

    /** From 08:00 on in UTC in winter, from 07:00 on in summer. */
    private static final Recovery.Window TUESDAYS = new Recovery.Window(
            List.of(DayOfWeek.TUESDAY), LocalTime.of(9, 0), LocalTime.of(10, 30), ZoneId.of("Europe/Berlin"));

    @Test
    void isOpenFromItsFirstMomentToItsLast() {
        Instant opened = Instant.parse("2026-01-06T08:00:00Z");

        assertThat(Opening.of(TUESDAYS, opened.minusMillis(1))).isEmpty();
        assertThat(Opening.of(TUESDAYS, opened)).hasValue(opened);
        assertThat(Opening.of(TUESDAYS, Instant.parse("2026-01-06T09:29:59.999Z")))
                .hasValue(opened);
        assertThat(Opening.of(TUESDAYS, Instant.parse("2026-01-06T09:30:00Z"))).isEmpty();
    }

    @Test
    void isClosedOnOtherDays() {
        assertThat(Opening.of(TUESDAYS, Instant.parse("2026-01-07T08:30:00Z"))).isEmpty();
    }

    @Test
    void followsTheClockOfItsPlace() {
        assertThat(Opening.of(TUESDAYS, Instant.parse("2026-07-07T07:10:00Z")))
                .hasValue(Instant.parse("2026-07-07T07:00:00Z"));
    }
}
