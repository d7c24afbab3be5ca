package dev.fairlead.replication.takeover;

import static dev.fairlead.replication.takeover.Trio.EAST;
import static dev.fairlead.replication.takeover.Trio.WEST;
import static dev.fairlead.replication.takeover.Workbench.SHOP;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Failback;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.replication.takeover.member.MemberSession;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary that is not in the preferred data center, on real servers. */
class FailbackIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void thePrimaryGoesBackOnceByASwitchoverAfterTheBlock() throws Exception {
        try (Trio trio = new Trio(folder, false);
                Workbench bench = new Workbench(trio);
                SequenceWriter writer = new SequenceWriter(trio.url())) {
            bench.standBesideEast();
            bench.leases.renew(SHOP, EAST, 3);
            eventually(PATIENCE, () -> {
                assertThat(bench.suspects.bound(SHOP, WEST)).isPresent();
                assertThat(bench.members.ask(trio.spec(), EAST, MemberSession::streaming))
                        .contains("us-west");
                assertThat(writer.by(trio.east.port())).isGreaterThan(20);
            });
            Failbacks failbacks = bench.failbacks();
            bench.blocks.begin(SHOP, "r-0", Instant.now());
            failbacks.look(Map.of(SHOP, trio.spec()));
            failbacks.look(Map.of(SHOP, goingBack(trio.spec())));
            assertThat(bench.runs.list(10)).as("blocked").isEmpty();
            assertThat(bench.blocks.acknowledge(SHOP, "alice")).isTrue();
            bench.traffic.away = true;
            failbacks.look(Map.of(SHOP, goingBack(trio.spec())));
            assertThat(bench.runs.list(10))
                    .as("nobody tells whether it is drained")
                    .isEmpty();
            bench.traffic.away = false;

            eventually(PATIENCE, () -> {
                failbacks.look(Map.of(SHOP, goingBack(trio.spec())));
                assertThat(bench.runs.list(10)).hasSize(1);
            });

            eventually(PATIENCE, () -> {
                failbacks.look(Map.of(SHOP, goingBack(trio.spec())));
                RunView run = bench.runs.list(10).getFirst();
                assertThat(run.state()).as("%s", run).isEqualTo(RunState.SUCCEEDED);
            });
            failbacks.look(Map.of(SHOP, goingBack(trio.spec())));
            assertThat(bench.runs.list(10)).hasSize(1);
            RunView run = bench.runs.list(10).getFirst();
            assertThat(run.author()).isEqualTo("fairlead");
            assertThat(run.reason()).isEqualTo("us-west is preferred, and well for 0 s");
            eventually(PATIENCE, () -> assertThat(writer.by(trio.west.port())).isGreaterThan(20));
        }
    }

    private static DatabaseSpec goingBack(DatabaseSpec spec) {
        TakeoverPolicy takeover = spec.takeover();
        return new DatabaseSpec(
                spec.databaseName(),
                spec.credentials(),
                spec.members(),
                spec.sampleEveryMs(),
                spec.kind(),
                spec.synchronous(),
                new TakeoverPolicy(
                        takeover.mode(),
                        takeover.rpoBudgetMs(),
                        takeover.suspectAfterMs(),
                        takeover.leaseMs(),
                        takeover.blockMs(),
                        takeover.preference(),
                        Failback.WHEN_REBUILT,
                        0L));
    }
}
