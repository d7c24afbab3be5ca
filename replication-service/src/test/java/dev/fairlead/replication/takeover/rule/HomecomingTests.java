package dev.fairlead.replication.takeover.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Failback;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HomecomingTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WELL = Duration.ofMillis(200);

    @Test
    void goesBackWhenThePreferredMemberWasWellForLongEnough() {
        assertThat(of(Failback.WHEN_REBUILT, known(WEST, WELL), null))
                .isEqualTo(new Homecoming.Settling(NOW, "us-east is well since " + NOW));
        assertThat(of(Failback.WHEN_REBUILT, known(WEST, WELL), NOW.minusSeconds(59)))
                .isInstanceOf(Homecoming.Settling.class);
        assertThat(of(Failback.WHEN_REBUILT, known(WEST, WELL), NOW.minusSeconds(60)))
                .isEqualTo(new Homecoming.Go(EAST, "us-east is preferred, and well for 60 s"));
    }

    @Test
    void staysUnlessThePolicyAsksForIt() {
        stays(of(Failback.NONE, known(WEST, WELL), Instant.EPOCH), "does not ask");
    }

    @Test
    void staysWhereThePrimaryIsPreferredOrNotKnown() {
        stays(of(Failback.WHEN_REBUILT, known(EAST, WELL), Instant.EPOCH), "the primary is in us-east");
        stays(of(Failback.WHEN_REBUILT, known(null, WELL), Instant.EPOCH), "nobody knows");
    }

    @Test
    void staysWhileThePreferredMemberLagsOrNothingIsCertified() {
        stays(of(Failback.WHEN_REBUILT, known(WEST, null), Instant.EPOCH), "not known to be within 5000 ms");
        stays(of(Failback.WHEN_REBUILT, known(WEST, Duration.ofMillis(5_001)), Instant.EPOCH), "within 5000 ms");
    }

    @Test
    void staysWhileABlockOrARunSpeaksAgainstIt() {
        Homecoming.Known known = new Homecoming.Known(WEST, WELL, Optional.of("run r-1 moves it"));
        stays(of(Failback.WHEN_REBUILT, known, Instant.EPOCH), "run r-1 moves it");
    }

    private static void stays(Homecoming answer, String reason) {
        assertThat(answer).isInstanceOf(Homecoming.Stay.class);
        assertThat(answer.reason()).contains(reason);
    }

    private static Homecoming.Known known(@Nullable DataCenterName primary, @Nullable Duration bound) {
        return new Homecoming.Known(primary, bound, Optional.empty());
    }

    private static Homecoming of(Failback failback, Homecoming.Known known, @Nullable Instant since) {
        TakeoverPolicy policy =
                new TakeoverPolicy(Mode.MANUAL, 0L, 10_000L, 45_000L, 3_600_000L, List.of(EAST), failback, 60_000L);
        DatabaseSpec spec = new DatabaseSpec(
                "postgres",
                "shop",
                List.of(
                        new Member(EAST, new EndpointAddress("192.0.2.1", 5432)),
                        new Member(WEST, new EndpointAddress("192.0.2.2", 5432))),
                250,
                Kind.POSTGRESQL,
                null,
                policy);
        return Homecoming.of(spec, known, since, NOW);
    }
}
