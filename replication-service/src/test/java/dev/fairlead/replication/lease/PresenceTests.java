package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.replication.timeline.Lsn;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresenceTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");

    @Test
    void isWhatTheMemberSaysWhileItAnswers() {
        assertThat(Presence.of(List.of(finding(EAST, MemberRole.PRIMARY, true)), EAST))
                .isEqualTo(new Presence.Primary(3, true));
        assertThat(Presence.of(List.of(finding(EAST, MemberRole.REPLICA, true)), EAST))
                .isEqualTo(new Presence.Replica());
        assertThat(Presence.of(List.of(finding(EAST, MemberRole.PRIMARY, false)), EAST))
                .isEqualTo(new Presence.Unknown("said so"));
        assertThat(Presence.of(List.of(finding(EAST, MemberRole.PRIMARY, true)), WEST))
                .isInstanceOf(Presence.Unknown.class);
    }

    @Test
    void tellsWhetherAnotherSaysItIsPrimaryToo() {
        assertThat(Presence.of(
                        List.of(finding(EAST, MemberRole.PRIMARY, true), finding(WEST, MemberRole.REPLICA, true)),
                        EAST))
                .isEqualTo(new Presence.Primary(3, true));
        assertThat(Presence.of(
                        List.of(finding(EAST, MemberRole.PRIMARY, true), finding(WEST, MemberRole.PRIMARY, false)),
                        EAST))
                .isEqualTo(new Presence.Primary(3, false));
    }

    private static Finding finding(DataCenterName dataCenter, MemberRole role, boolean reachable) {
        return new Finding(
                new Freshness(DatabaseName.of("shop"), dataCenter, role, reachable, null, null, "said so"),
                new Finding.Basis(new Branch(1, 3), new Lsn(100)));
    }
}
