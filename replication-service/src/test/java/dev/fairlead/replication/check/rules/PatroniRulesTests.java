package dev.fairlead.replication.check.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseCheck.Finding;
import dev.fairlead.replication.patroni.PatroniCluster;
import dev.fairlead.replication.patroni.PatroniCluster.Leader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatroniRulesTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Leader PRIMARY = leader(false);
    private static final Leader STANDBY = leader(true);

    private static Leader leader(boolean standby) {
        return new Leader("one", EndpointAddress.of("192.0.2.1:5432"), standby);
    }

    private static PatroniReading read(@Nullable Leader leader) {
        return new PatroniReading.Read(new PatroniCluster(leader, false));
    }

    private static List<String> codes(PatroniReading east, PatroniReading west) {
        List<Finding> found = new ArrayList<>();
        PatroniRules.check(Map.of(EAST, east, WEST, west), found);
        return found.stream().map(Finding::code).toList();
    }

    @Test
    void hasNothingToSayOfAPrimaryClusterAndItsStandbyCluster() {
        assertThat(codes(read(PRIMARY), read(STANDBY))).isEmpty();
    }

    @Test
    void findsTwoClustersThatBothTakeWrites() {
        assertThat(codes(read(PRIMARY), read(PRIMARY))).containsExactly("PATRONI_SEVERAL_PRIMARIES");
    }

    @Test
    void findsAClusterWithoutLeaderAndOneThatIsPaused() {
        assertThat(codes(read(null), new PatroniReading.Read(new PatroniCluster(STANDBY, true))))
                .containsExactly("PATRONI_NO_LEADER", "PATRONI_PAUSED");
    }

    @Test
    void findsOneThatIsNotNamedAndOneThatDoesNotAnswer() {
        assertThat(codes(new PatroniReading.Unnamed(), new PatroniReading.Unread("away")))
                .containsExactly("PATRONI_NOT_NAMED", "PATRONI_NOT_READ");
    }
}
