package dev.fairlead.replication.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.DatabaseSpec.Failback;
import dev.fairlead.contracts.replication.DatabaseSpec.Kind;
import dev.fairlead.contracts.replication.DatabaseSpec.Member;
import dev.fairlead.contracts.replication.DatabaseSpec.Mode;
import dev.fairlead.contracts.replication.DatabaseSpec.Synchronous;
import dev.fairlead.contracts.replication.DatabaseSpec.TakeoverPolicy;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DatabaseRulesTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final DataCenterName EUROPE = DataCenterName.of("eu-west");
    private static final EndpointAddress PATRONI = EndpointAddress.of("192.0.2.1:8008");

    private final DatabaseRules rules = new DatabaseRules(false);

    @Test
    void takesASynchronousDatabaseThatIsTakenOverByItself() {
        assertThatCode(() -> check(spec(synchronous(1, EAST, WEST, EUROPE), takeover(Mode.AUTOMATIC, 0, WEST))))
                .doesNotThrowAnyException();
    }

    @Test
    void refusesAcknowledgementsThatTheOthersCannotGive() {
        assertThatCode(() -> check(spec(synchronous(2, EAST, WEST, EUROPE), manual())))
                .doesNotThrowAnyException();
        assertThat(errors(spec(synchronous(3, EAST, WEST, EUROPE), manual())))
                .containsExactly("/spec/synchronous/acknowledgements");
        assertThat(errors(spec(synchronous(1, EAST), manual()))).containsExactly("/spec/synchronous/acknowledgements");
    }

    @Test
    void refusesSynchronousAndPreferredMembersThatAreNone() {
        DataCenterName other = DataCenterName.of("ap-south");
        assertThat(errors(spec(synchronous(1, EAST, WEST, other), takeover(Mode.MANUAL, 0, other))))
                .containsExactly("/spec/synchronous/members/2", "/spec/takeover/preference/0");
        assertThat(errors(spec(synchronous(1, EAST, WEST, WEST), takeover(Mode.MANUAL, 0, WEST, WEST))))
                .containsExactly("/spec/synchronous/members/2", "/spec/takeover/preference/1");
    }

    @Test
    void refusesToLoseDataByItselfWithoutABudget() {
        assertThat(errors(spec(null, takeover(Mode.AUTOMATIC, 0)))).containsExactly("/spec/takeover/rpoBudgetMs");
        assertThatCode(() -> check(spec(null, takeover(Mode.AUTOMATIC, 5_000)))).doesNotThrowAnyException();
    }

    @Test
    void refusesAnAutomaticTakeoverWithNobodyToTakeOver() {
        DatabaseSpec alone = new DatabaseSpec(
                "shop", "shop", List.of(member(EAST, 1)), 250, Kind.POSTGRESQL, null, takeover(Mode.AUTOMATIC, 5_000));
        assertThat(errors(alone)).containsExactly("/spec/takeover/mode");
    }

    @Test
    void refusesAFailbackToNowhere() {
        assertThat(errors(spec(null, failback()))).containsExactly("/spec/takeover/failback");
        assertThatCode(() -> check(spec(null, failback(WEST)))).doesNotThrowAnyException();
    }

    private static TakeoverPolicy failback(DataCenterName... preference) {
        return new TakeoverPolicy(
                Mode.MANUAL, 0L, 10_000L, 45_000L, 0L, List.of(preference), Failback.WHEN_REBUILT, 60_000L);
    }

    @Test
    void refusesToMoveAPrimaryOfADatabaseThatHasNone() {
        assertThatCode(() -> check(writers(null, manual()))).doesNotThrowAnyException();
        assertThat(errors(writers(synchronous(1, EAST, WEST), takeover(Mode.AUTOMATIC, 0, WEST))))
                .containsExactly("/spec/synchronous", "/spec/takeover");
    }

    private static DatabaseSpec writers(@Nullable Synchronous synchronous, TakeoverPolicy takeover) {
        return new DatabaseSpec(
                "shop",
                "shop",
                List.of(member(EAST, 1), member(WEST, 2)),
                250,
                Kind.POSTGRESQL,
                synchronous,
                takeover,
                DatabaseSpec.Topology.ACTIVE_ACTIVE);
    }

    @Test
    void takesAPatroniOnlyOfAPatroniDatabase() {
        assertThatCode(() -> check(patroni(Kind.PATRONI, PATRONI))).doesNotThrowAnyException();
        assertThat(errors(patroni(Kind.POSTGRESQL, PATRONI))).containsExactly("/spec/members/0/patroni");
        assertThat(errors(patroni(Kind.PATRONI, EndpointAddress.of("169.254.169.254:80"))))
                .containsExactly("/spec/members/0/patroni/0");
        assertThat(errors(patroni(Kind.PATRONI, EndpointAddress.of("192.0.2.1:5432"))))
                .as("the server's own address")
                .containsExactly("/spec/members/0/patroni/0");
    }

    @Test
    void refusesALeaseThatNoFailoverFitsInOrThatNeverEnds() {
        for (long leaseMs : List.of(9_999L, 600_001L)) {
            assertThatThrownBy(() -> new TakeoverPolicy(Mode.MANUAL, 0L, 10_000L, leaseMs, 0L, List.of()))
                    .isInstanceOf(InvalidFieldException.class)
                    .hasMessageContaining("leaseMs");
        }
    }

    private static DatabaseSpec patroni(Kind kind, EndpointAddress patroni) {
        Member member = new Member(EAST, EndpointAddress.of("192.0.2.1:5432"), List.of(patroni));
        return new DatabaseSpec("shop", "shop", List.of(member), 250, kind, null, manual());
    }

    private static DatabaseSpec spec(@Nullable Synchronous synchronous, TakeoverPolicy takeover) {
        List<Member> members = List.of(member(EAST, 1), member(WEST, 2), member(EUROPE, 3));
        return new DatabaseSpec("shop", "shop", members, 250, Kind.POSTGRESQL, synchronous, takeover);
    }

    private static Member member(DataCenterName dataCenter, int host) {
        return new Member(dataCenter, new EndpointAddress("192.0.2." + host, 5432));
    }

    private static Synchronous synchronous(int acknowledgements, DataCenterName... members) {
        return new Synchronous(List.of(members), acknowledgements);
    }

    private static TakeoverPolicy manual() {
        return TakeoverPolicy.defaults();
    }

    private static TakeoverPolicy takeover(Mode mode, long rpoBudgetMs, DataCenterName... preference) {
        return new TakeoverPolicy(mode, rpoBudgetMs, 10_000L, 45_000L, 3_600_000L, List.of(preference));
    }

    private void check(DatabaseSpec spec) {
        rules.check("shop", new Resource<>("Database", new Resource.Metadata("shop", null), spec));
    }

    private List<String> errors(DatabaseSpec spec) {
        Problem refused = Objects.requireNonNull(catchThrowableOfType(Problem.class, () -> check(spec)));
        Map<String, Object> properties = Objects.requireNonNull(refused.body().getProperties());
        return ((List<?>) Objects.requireNonNull(properties.get("errors")))
                .stream().map(error -> ((FieldError) error).pointer()).toList();
    }
}
