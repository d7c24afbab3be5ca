package dev.fairlead.replication.patroni;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.replication.patroni.PatroniServers.Node;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.sample.MonotonicClock;
import dev.fairlead.replication.timeline.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A database that Patroni runs: two servers in one data center, and a standby cluster in another. */
@SuppressWarnings("NullAway.Init")
class PatroniIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final PatroniRest patroni = new PatroniRest();

    @Test
    void theLeaderOfEachDataCenterIsReadWhicheverServerItIs() throws Exception {
        Path credentials = Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(credentials.resolve("shop"), "user=fairlead\npassword=secret\n");
        try (PatroniServers servers = new PatroniServers(folder)) {
            Node first = servers.node("east", "east-1");
            leads(first, false);
            try (Connection connection = first.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("create role fairlead login password 'secret'");
                statement.execute("grant pg_monitor to fairlead");
            }
            Node second = servers.node("east", "east-2");
            Node far = servers.standby("west", "west-1", first);
            leads(far, true);

            try (Fleet fleet = fleet(spec(first, second, far), credentials)) {
                eventually(PATIENCE, () -> {
                    assertThat(timelineOf(fleet, EAST, MemberRole.PRIMARY)).isEqualTo(1);
                    assertThat(timelineOf(fleet, WEST, MemberRole.REPLICA)).isEqualTo(1);
                });

                eventually(
                        PATIENCE,
                        () -> assertThat(servers.send(
                                        first,
                                        "POST",
                                        "/switchover",
                                        "{\"leader\": \"east-1\", \"candidate\": \"east-2\"}"))
                                .isEqualTo(200));

                leads(second, false);
                eventually(PATIENCE, () -> {
                    assertThat(timelineOf(fleet, EAST, MemberRole.PRIMARY))
                            .as("the first server runs on as a replica")
                            .isEqualTo(2);
                    assertThat(timelineOf(fleet, WEST, MemberRole.REPLICA)).isEqualTo(2);
                });
            }

            assertThat(cluster(far).paused()).isFalse();
            assertThat(servers.send(far, "PATCH", "/config", "{\"pause\": true}"))
                    .isEqualTo(200);
            eventually(PATIENCE, () -> assertThat(cluster(far).paused()).isTrue());
        }
        EndpointAddress nobody = new EndpointAddress("127.0.0.1", FreePorts.next());
        assertThatThrownBy(() -> patroni.cluster(List.of(nobody))).hasMessageContaining(nobody.toString());
    }

    private PatroniCluster cluster(Node node) throws IOException {
        return patroni.cluster(List.of(node.patroni()));
    }

    private void leads(Node node, boolean standby) {
        eventually(
                PATIENCE,
                () -> assertThat(cluster(node).leader())
                        .isEqualTo(new PatroniCluster.Leader(node.name(), node.address(), standby)));
        eventually(PATIENCE, () -> node.connect().close());
    }

    /** The first server's address is named, and a Patroni that is not there. */
    private static DatabaseSpec spec(Node first, Node second, Node far) {
        EndpointAddress nobody = new EndpointAddress("127.0.0.1", FreePorts.next());
        return new DatabaseSpec(
                "postgres",
                "shop",
                List.of(
                        new Member(EAST, first.address(), List.of(nobody, first.patroni(), second.patroni())),
                        new Member(WEST, far.address(), List.of(far.patroni()))),
                100,
                Kind.PATRONI,
                null,
                TakeoverPolicy.defaults());
    }

    private static Fleet fleet(DatabaseSpec spec, Path credentials) {
        return new Fleet(
                () -> Map.of(SHOP, spec), new Credentials(credentials), new MonotonicClock(), (name, findings) -> {});
    }

    /** The timeline of a member that has this role now and whose freshness is certified. */
    private static long timelineOf(Fleet fleet, DataCenterName member, MemberRole role) {
        Finding finding = fleet.findings().stream()
                .filter(one -> one.freshness().dataCenter().equals(member))
                .findFirst()
                .orElseThrow();
        assertThat(finding.freshness().reachable()).as("%s", finding).isTrue();
        assertThat(finding.freshness().role()).as("%s", finding).isEqualTo(role);
        assertThat(finding.freshness().stalenessBoundMs()).as("%s", finding).isNotNull();
        return Objects.requireNonNull(finding.basis()).branch().timeline();
    }
}
