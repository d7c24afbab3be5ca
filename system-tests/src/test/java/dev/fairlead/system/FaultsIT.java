package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.lab.campaign.Campaign;
import dev.fairlead.lab.check.Limits;
import dev.fairlead.lab.faults.Sequence;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabOptions;
import dev.fairlead.testing.servers.RealServers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten of the sequences that {@code ./fairlead bench faults} plays by the hundred, shorter, against three real regions. What
 * is measured there, such as for how long regions differ, only has to end here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {

    private static final Sequence.Range HOLD = new Sequence.Range(Duration.ofSeconds(4), Duration.ofSeconds(6));

    @SuppressWarnings("NullAway.Init")
    private Lab lab;

    @SuppressWarnings("NullAway.Init")
    private Campaign campaign;

    @BeforeAll
    void start(@TempDir Path folder) {
        Lab.lacking(Typed.home()).ifPresent(RealServers::lacking);
        RealServers.NATS.require();
        lab = new Lab(
                new LabOptions(Typed.home(), folder.resolve("lab"), Duration.ofMillis(30), 1, System.out::println));
        lab.start();
        campaign = new Campaign(lab, Limits.TESTED, 1);
        campaign.start();
    }

    @AfterAll
    @SuppressWarnings("NullAway") // absent where something was lacking
    void end() {
        if (campaign != null) {
            campaign.close();
        }
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothingIsLostOrMovedWronglyOrDoneTwice(long seed) {
        Sequence sequence = Sequence.of(seed, lab.regions(), HOLD);
        System.out.printf("seed %d: %s%n", seed, sequence);

        Campaign.Outcome outcome = campaign.play(sequence);

        assertThat(outcome.violations().witnesses()).as(sequence.toString()).isEmpty();
    }
}
