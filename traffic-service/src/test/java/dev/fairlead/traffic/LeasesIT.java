package dev.fairlead.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.testing.lease.LeaseContract;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The leases of two replicas on one database, as gateways reach them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class LeasesIT extends LeaseContract {

    private final TestDatabase database = TestDatabase.create("traffic");
    private Neighbours neighbours;
    private Service one;
    private Service two;

    @BeforeAll
    void start() throws IOException {
        neighbours = new Neighbours();
        one = new Service(database, neighbours);
        two = new Service(database, neighbours);
    }

    @BeforeEach
    void forgetLeases() throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("delete from lease");
        }
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        neighbours.close();
        database.close();
    }

    @Override
    protected LeaseApi leases() {
        return of(one);
    }

    @Override
    protected LeaseApi sameLeases() {
        return of(two);
    }

    @Test
    void refusesToLastTooLong() {
        String asked = "{\"name\": \"us-east/ns1\", \"holder\": \"a\", \"ttlMs\": 60001, \"above\": 0}";
        Service.Answer answer = one.post("/v1/leases", asked);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("/ttlMs");
    }

    private static LeaseApi of(Service service) {
        RestClient client = RestClient.builder()
                .baseUrl(service.url())
                .defaultHeader("Authorization", "Bearer " + Service.TOKEN)
                .build();
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(LeaseApi.class);
    }
}
