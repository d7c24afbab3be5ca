package dev.fairlead.gateway.builtin.dns.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fairlead.contracts.IpAddresses;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseRateTests {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long NETWORK = network("198.51.100.7");

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 10, Long.MIN_VALUE, -5})
    void answersAsManyAsTheRateSaysAtOnceAndThenOneForEachTokenThatComesBack(long start) {
        ResponseRate rate = rate(10, 2, 64);
        assertThat(answered(rate, start, 50)).isEqualTo(10);
        assertThat(answered(rate, start + SECOND / 10 - 1, 5)).isZero();
        assertThat(answered(rate, start + SECOND / 10, 5)).isEqualTo(1);
        assertThat(answered(rate, start + SECOND, 50)).isEqualTo(9);
        assertThat(answered(rate, start + 100 * SECOND, 50)).as("never more").isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 60", "2, 30", "3, 20"})
    void sendsBackOneInSoManyAndDropsTheOthers(int slip, int sentBack) {
        ResponseRate rate = rate(10, slip, 64);
        assertThat(verdicts(rate, 0, 70)).filteredOn(Verdict.SENT_BACK::equals).hasSize(sentBack);
        assertThat(verdicts(rate, 0, 60)).filteredOn(Verdict.ANSWERED::equals).isEmpty();
    }

    @Test
    void countsAClientNetworkAsOneAndOthersApart() {
        ResponseRate rate = rate(1, 2, 64);
        assertThat(rate.admit(network("198.51.100.1"), 0)).isEqualTo(Verdict.ANSWERED);
        assertThat(rate.admit(network("198.51.100.255"), 0)).isNotEqualTo(Verdict.ANSWERED);
        assertThat(rate.admit(network("198.51.101.1"), 0)).isEqualTo(Verdict.ANSWERED);
        assertThat(rate.admit(network("2001:db8:0:100::1"), 0)).isEqualTo(Verdict.ANSWERED);
        assertThat(rate.admit(network("2001:db8:0:1ff:ffff::1"), 0)).isNotEqualTo(Verdict.ANSWERED);
        assertThat(rate.admit(network("2001:db8:0:200::1"), 0)).isEqualTo(Verdict.ANSWERED);
    }

    @Test
    void aFloodFromMoreNetworksThanItRemembersDoesNotFreeTheOneThatAsksMost() {
        ResponseRate rate = rate(100, 2, 64);
        long answered = 0;
        for (int i = 0; i < 20_000; i++) {
            rate.admit(1_000L + i, i);
            answered += rate.admit(NETWORK, i) == Verdict.ANSWERED ? 1 : 0;
        }
        assertThat(answered).isEqualTo(100);
    }

    @Test
    void aRateOfZeroIsNone() {
        assertThat(verdicts(rate(0, 2, 1), 0, 1_000)).containsOnly(Verdict.ANSWERED);
    }

    @Test
    void refusesALimitThatMakesNoSense() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(-1, 2, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, -1, 64));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, 2, Integer.MAX_VALUE));
    }

    private static ResponseRate rate(int responsesPerSecond, int slip, int networks) {
        return new ResponseRate(new RateLimit(responsesPerSecond, slip, networks), 42);
    }

    private static long network(String client) {
        return ClientNetwork.of(IpAddresses.parse(client));
    }

    private static long answered(ResponseRate rate, long now, int queries) {
        return verdicts(rate, now, queries).stream()
                .filter(Verdict.ANSWERED::equals)
                .count();
    }

    private static List<Verdict> verdicts(ResponseRate rate, long now, int queries) {
        return LongStream.range(0, queries)
                .mapToObj(i -> rate.admit(NETWORK, now))
                .toList();
    }
}
