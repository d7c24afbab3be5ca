package dev.fairlead.gateway.builtin.dns.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.gateway.builtin.dns.direct.Clients.Client;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.StickyChoice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientsTests {

    private final List<InetAddress> lookedUp = new ArrayList<>();
    private final Clients clients = new Clients(client -> {
        lookedUp.add(client);
        return new Place("DE", "EU", client.getAddress()[0] & 31);
    });

    @Test
    void looksAClientUpOnce() {
        InetAddress four = IpAddresses.parse("198.51.100.7");
        InetAddress six = IpAddresses.parse("2001:db8::7");
        for (int i = 0; i < 3; i++) {
            assertThat(clients.of(four).address()).isEqualTo(four);
            assertThat(clients.of(six).address()).isEqualTo(six);
        }
        assertThat(clients.of(0, 0xffff_c633_6407L).address()).isEqualTo(four);
        assertThat(lookedUp).containsExactly(four, six);
    }

    @Test
    void takesNoClientForAnotherHoweverManyThereAre() throws UnknownHostException {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            random.nextBytes(bytes);
            InetAddress address = InetAddress.getByAddress(bytes);
            Client client = clients.of(address);
            assertThat(client.address()).isEqualTo(address);
            assertThat(client.place().prefix()).isEqualTo(bytes[0] & 31);
            assertThat(client.network())
                    .isEqualTo(StickyChoice.networkOf(address).address().getAddress());
        }
    }
}
