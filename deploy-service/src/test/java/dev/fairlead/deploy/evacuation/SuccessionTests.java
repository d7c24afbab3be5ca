package dev.fairlead.deploy.evacuation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a primary goes when us-east is left. */
class SuccessionTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");

    private static DatabaseSpec spec(Kind kind, String... preference) {
        DatabaseSpec.Member member = new DatabaseSpec.Member(EAST, new EndpointAddress("192.0.2.1", 5432));
        List<DataCenterName> preferred =
                Stream.of(preference).map(DataCenterName::of).toList();
        @SuppressWarnings("NullAway") // what is absent has a default
        TakeoverPolicy takeover = new TakeoverPolicy(null, null, null, null, null, preferred);
        return new DatabaseSpec("shop", "shop", List.of(member), 250, kind, null, takeover);
    }

    private static Freshness member(String where, MemberRole role, boolean reachable, @Nullable Long bound) {
        return new Freshness(DatabaseName.of("shop"), DataCenterName.of(where), role, reachable, bound, 0L, "said so");
    }

    private static Freshness primary(String where) {
        return member(where, MemberRole.PRIMARY, true, 0L);
    }

    private static Freshness replica(String where, @Nullable Long bound) {
        return member(where, MemberRole.REPLICA, true, bound);
    }

    private static Succession of(DatabaseSpec spec, Freshness... members) {
        return Succession.of(spec, List.of(members), EAST);
    }

    private static DatabaseSpec plain(String... preference) {
        return spec(Kind.POSTGRESQL, preference);
    }

    @Test
    void goesToTheFreshestReplica() {
        assertThat(of(plain(), primary("us-east"), replica("eu-west", 900L), replica("us-west", 40L)))
                .isEqualTo(new Succession.To(DataCenterName.of("us-west"), "us-west is at most 40 ms behind"));
    }

    @Test
    void goesToWhoIsPreferredAndAnswers() {
        Freshness silent = member("ap-south", MemberRole.REPLICA, false, 10L);
        assertThat(of(
                        plain("ap-south", "eu-west"),
                        primary("us-east"),
                        silent,
                        replica("us-west", 40L),
                        replica("eu-west", 900L)))
                .isEqualTo(new Succession.To(DataCenterName.of("eu-west"), "eu-west is at most 900 ms behind"));
    }

    @Test
    void goesToNobodyOfWhomNothingIsCertified() {
        assertThat(of(plain(), primary("us-east"), replica("us-west", null)))
                .isEqualTo(new Succession.Nobody("no replica of it can take over: us-west: said so"));
        assertThat(of(plain(), primary("us-east"))).isEqualTo(new Succession.Nobody("there is no replica of it"));
    }

    @Test
    void isElsewhereWhereTheOldOneIsLost() {
        Freshness lost = member("us-east", MemberRole.PRIMARY, false, 60_000L);
        assertThat(of(plain(), lost, primary("us-west")))
                .isEqualTo(new Succession.Elsewhere(DataCenterName.of("us-west")));
    }

    @Test
    void noSwitchoverMovesWhatDoesNotAnswerOrHasTwoPrimaries() {
        Freshness lost = member("us-east", MemberRole.PRIMARY, false, 60_000L);
        assertThat(of(plain(), lost, replica("us-west", 40L)).reason()).endsWith("that is a takeover");
        assertThat(of(plain(), primary("us-east"), primary("us-west")))
                .isEqualTo(new Succession.Nobody("us-west says that it is the primary too"));
    }

    @Test
    void patroniMovesItsOwn() {
        assertThat(of(spec(Kind.PATRONI), primary("us-east"), replica("us-west", 40L)))
                .isEqualTo(new Succession.Nobody("Patroni runs it, and moves it"));
    }
}
