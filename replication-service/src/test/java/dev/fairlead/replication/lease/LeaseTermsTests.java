package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseTermsTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofSeconds(45));

    @Test
    void aHolderOutlastsAFailoverOfTheControlPlanesDatabase() {
        Duration without = Duration.between(START, TERMS.fenceAt(START)).minus(TERMS.renewEvery());
        assertThat(without).isGreaterThan(Duration.ofSeconds(30));
    }

    @Test
    void evenTheShortestLeaseIsRenewedSeveralTimesBeforeItsHolderFences() {
        LeaseTerms shortest = new LeaseTerms(Duration.ofSeconds(10));
        assertThat(shortest.fenceAt(START))
                .isAfter(START.plus(shortest.renewEvery().multipliedBy(2)));
    }

    @Test
    void aLeaseWasKeptIfItsHolderStillRenewedWhenThePrimaryWasLost() {
        WriteLease lease = new WriteLease(
                DatabaseName.of("shop"), DataCenterName.of("us-east"), 7, START, START.plusSeconds(45), null, true);
        assertThat(TERMS.wasKept(lease, START.plusSeconds(17))).isTrue();
        assertThat(TERMS.wasKept(lease, START.plusSeconds(18)))
                .as("the holder was silent for two periods when the primary was seen")
                .isFalse();
        assertThat(TERMS.over(lease)).isEqualTo(START.plusMillis(49_500));
        assertThat(TERMS.surelyOver()).isEqualTo(Duration.ofMillis(49_500));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noTwoHoldersWriteAtOnceForAnyDriftUpToTheMargin(long seed) {
        new Simulation(seed).run();
    }

    @Test
    void noTwoHoldersWriteAtOnceForASeedNobodyChose() {
        new Simulation(System.nanoTime()).run();
    }

    /**
     * A holder whose clock is slow and a control plane's database whose clock is fast and once jumps to another machine's. Requests
     * are lost, are late, or have their answers lost. Times are true milliseconds; each side sees its own clock only.
     */
    private static final class Simulation {

        private final long seed;
        private final Random random;

        Simulation(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            System.out.printf("seed=%d%n", seed);
        }

        void run() {
            for (int i = 0; i < 2_000; i++) {
                lose(new LeaseTerms(Duration.ofMillis(10_000 + random.nextInt(590_000))));
            }
        }

        /** One holder from its first renewal to its last write. */
        private void lose(LeaseTerms terms) {
            double slow = 1 - random.nextDouble() / LeaseTerms.DRIFT;
            long period = terms.renewEvery().toMillis();
            long asked = 0;
            long fenceAt = fenceAt(terms, 0, slow);
            long renewed = random.nextInt(2_000);
            for (int i = random.nextInt(20); i > 0; i--) {
                asked += period + random.nextInt(1_000);
                if (asked >= fenceAt) {
                    break;
                }
                long arrived = asked + random.nextInt(5_000);
                switch (random.nextInt(4)) {
                    case 0 -> {} // the request is lost
                    case 1 -> renewed = arrived; // its answer is lost
                    default -> {
                        renewed = arrived;
                        fenceAt = fenceAt(terms, asked, slow);
                    }
                }
            }
            long lastWrite = fenceAt + LeaseTerms.LONGEST_STOP.toMillis();
            long jump = random.nextInt((int) LeaseTerms.CLOCKS_DIFFER.toMillis() + 1);
            long given = renewed + terms.lease().toMillis() - jump;
            assertThat(lastWrite)
                    .as("seed %d, %s, the holder's clock runs at %f, the other jumps by %d ms", seed, terms, slow, jump)
                    .isLessThanOrEqualTo(given);
        }

        /** In true time, by a clock of this speed. */
        private static long fenceAt(LeaseTerms terms, long asked, double speed) {
            Instant byTheHolder = START.plusMillis((long) (asked * speed));
            long left =
                    Duration.between(byTheHolder, terms.fenceAt(byTheHolder)).toMillis();
            return asked + (long) (left / speed);
        }
    }
}
