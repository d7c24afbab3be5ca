package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PostTests {

    private static final DatabaseName BILLING = DatabaseName.of("billing");
    private static final DatabaseName SHOP = DatabaseName.of("shop");
    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final EndpointAddress LOCAL = EndpointAddress.of("192.0.2.1:5432");
    private static final DatabaseSpec.Member HERE = new DatabaseSpec.Member(EAST, LOCAL);
    private static final DatabaseSpec.Member ELSEWHERE =
            new DatabaseSpec.Member(DataCenterName.of("us-west"), EndpointAddress.of("192.0.2.2:5432"));

    @Test
    void isWhereAMemberIsUnderLocalControl() {
        assertThat(Post.of(Map.of(SHOP, spec(ELSEWHERE, HERE), BILLING, spec(ELSEWHERE)), Set.of(LOCAL)))
                .containsExactly(new Post(SHOP, EAST, LOCAL, new LeaseTerms(Duration.ofSeconds(45))));
        assertThat(Post.of(Map.of(SHOP, spec(ELSEWHERE, HERE)), Set.of())).isEmpty();
    }

    @Test
    void eachMemberUnderLocalControlHasOneBecauseAnyMayBeTheNextPrimary() {
        assertThat(Post.of(Map.of(SHOP, spec(ELSEWHERE, HERE)), Set.of(LOCAL, ELSEWHERE.address())))
                .extracting(Post::here)
                .containsExactly(ELSEWHERE.dataCenter(), EAST);
    }

    @Test
    void aServerIsKeptForOneDatabase() {
        assertThat(Post.of(Map.of(SHOP, spec(HERE), BILLING, spec(HERE)), Set.of(LOCAL)))
                .extracting(Post::database)
                .containsExactly(BILLING);
    }

    @Test
    void patroniFencesItsServersItself() {
        DatabaseSpec patroni = new DatabaseSpec(
                "shop",
                "shop",
                List.of(HERE),
                250,
                DatabaseSpec.Kind.PATRONI,
                null,
                DatabaseSpec.TakeoverPolicy.defaults());
        assertThat(Post.of(Map.of(SHOP, patroni), Set.of(LOCAL))).isEmpty();
    }

    private static DatabaseSpec spec(DatabaseSpec.Member... members) {
        return new DatabaseSpec("shop", "shop", List.of(members), 250);
    }
}
