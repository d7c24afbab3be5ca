package dev.fairlead.quickstart.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.quickstart.geo.DemoPlaces;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientsTests {

    private final List<Client> clients = Clients.all(List.of("US", "CA"));

    @Test
    void enoughNetworksShowASplit() {
        assertThat(clients.stream().filter(client -> client.country().equals("US")))
                .hasSizeGreaterThan(350);
        assertThat(clients).doesNotHaveDuplicates();
        assertThat(clients.stream().map(Client::country).distinct()).hasSizeGreaterThan(8);
    }

    @Test
    void everyUserLivesInAPlaceOfItsCountry() {
        assertThat(clients)
                .allSatisfy(client -> assertThat(DemoPlaces.all()).anySatisfy(place -> {
                    assertThat(place.place().country()).isEqualTo(client.country());
                    assertThat(place.network().contains(client.user())).isTrue();
                }));
    }
}
