package dev.fairlead.replication.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LsnTests {

    @ParameterizedTest
    @CsvSource({"0/0,0", "0/66CC000,107790336", "1/0,4294967296", "2/FFFFFFFF,12884901887", "FFFFFFFF/FFFFFFFF,-1"})
    void readsBothHalvesAsOneNumberAndWritesThemBack(String text, long bytes) {
        assertThat(Lsn.parse(text)).isEqualTo(new Lsn(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "0", "0/", "/0", "0/G", "0/0/0", "0/-1", "123456789/0", "0/123456789"})
    void refusesWhatIsNoPosition(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void comparesAcrossTheHalvesAndPastTheSign() {
        assertThat(Lsn.parse("1/0")).isGreaterThan(Lsn.parse("0/FFFFFFFF"));
        assertThat(Lsn.parse("80000000/0")).isGreaterThan(Lsn.parse("7FFFFFFF/FFFFFFFF"));
    }

    @Test
    void isNeverANegativeNumberOfBytesAhead() {
        assertThat(Lsn.parse("0/20").bytesAheadOf(Lsn.parse("0/8"))).isEqualTo(24);
        assertThat(Lsn.parse("0/8").bytesAheadOf(Lsn.parse("0/20"))).isZero();
    }
}
