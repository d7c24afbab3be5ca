package dev.fairlead.bus.nats;

import static dev.fairlead.bus.nats.Buses.PATIENCE;
import static dev.fairlead.bus.nats.Buses.listen;
import static dev.fairlead.bus.nats.Buses.reaches;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.Recorder;
import dev.fairlead.testing.servers.NatsServer;
import dev.fairlead.testing.servers.Ports;
import dev.fairlead.testing.servers.TcpLink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server for each region, joined, and what is left of the bus when one of them or the way between them is lost. */
class NatsRegionsIT {

    /** So that a server notices a silent one within seconds. */
    private static final String QUICK = "ping_interval: \"1s\"\nping_max: 2\nwrite_deadline: \"2s\"\n";

    private final Buses buses = new Buses();

    @AfterEach
    void close() {
        buses.close();
    }

    @Test
    void clientsOfAKilledServerGoToTheNextWhileTheOthersGoOn() {
        List<NatsServer> servers = NatsServer.cluster(3, QUICK);
        try (NatsServer east = servers.get(0);
                NatsServer west = servers.get(1);
                NatsServer south = servers.get(2)) {
            servers.forEach(NatsServer::start);
            NatsEventBus inEast = buses.open("east", east.url(), west.url(), south.url());
            NatsEventBus inWest = buses.open("west", west.url(), south.url(), east.url());
            NatsEventBus inSouth = buses.open("south", south.url(), east.url(), west.url());
            Recorder heardInEast = listen(inEast, "VERDICTS");
            Recorder heardInWest = listen(inWest, "VERDICTS");
            reaches(inEast, "VERDICTS", heardInWest);
            reaches(inSouth, "VERDICTS", heardInEast);

            int before = heardInEast.connected.get();
            east.kill();
            eventually(PATIENCE, () -> assertThat(heardInEast.connected).hasValueGreaterThan(before));
            assertThat(inEast.connected()).isTrue();
            reaches(inSouth, "VERDICTS", heardInWest);
            reaches(inSouth, "VERDICTS", heardInEast);
            reaches(inEast, "VERDICTS", heardInWest);
        }
    }

    @Test
    void comesHomeByItselfAndWakesItsSubscribers() {
        try (NatsServer home = NatsServer.create();
                NatsServer away = NatsServer.create()) {
            away.start();
            NatsEventBus bus = buses.open("east", home.url(), away.url());
            Recorder heard = listen(bus, "PLANS");
            NatsEventBus atHome = buses.open("east", home.url());

            home.start();

            reaches(atHome, "PLANS", heard);
            assertThat(heard.connected).hasValueGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesEachSideOfAPartitionWholeAndWakesBothWhenItHeals(boolean silent) {
        int route = Ports.next();
        try (TcpLink link = TcpLink.to(route);
                NatsServer east = NatsServer.create(QUICK + NatsServer.route(route, List.of()));
                NatsServer west = NatsServer.create(QUICK + NatsServer.route(Ports.next(), List.of(link.port())))) {
            east.start();
            west.start();
            NatsEventBus inEast = buses.open("east", east.url());
            NatsEventBus inWest = buses.open("west", west.url());
            Recorder heardInEast = listen(inEast, "OBSERVATIONS");
            Recorder heardInWest = listen(inWest, "OBSERVATIONS");
            reaches(inEast, "OBSERVATIONS", heardInWest);
            reaches(inWest, "OBSERVATIONS", heardInEast);

            if (silent) {
                link.hold();
                eventually(PATIENCE, () -> assertThat(east.said()).contains("Stale Connection"));
            } else {
                link.cut();
            }
            inEast.publish(new Event("OBSERVATIONS", "said in the east meanwhile"));
            inWest.publish(new Event("OBSERVATIONS", "said in the west meanwhile"));
            reaches(buses.open("east", east.url()), "OBSERVATIONS", heardInEast);
            reaches(buses.open("west", west.url()), "OBSERVATIONS", heardInWest);
            assertThat(inEast.connected()).isTrue();
            assertThat(inWest.connected()).isTrue();

            int eastBefore = heardInEast.connected.get();
            int westBefore = heardInWest.connected.get();
            link.heal();
            eventually(PATIENCE, () -> assertThat(heardInEast.connected).hasValueGreaterThan(eastBefore));
            eventually(PATIENCE, () -> assertThat(heardInWest.connected).hasValueGreaterThan(westBefore));
            reaches(inEast, "OBSERVATIONS", heardInWest);
            reaches(inWest, "OBSERVATIONS", heardInEast);
        }
    }

    @Test
    void leavesAFrozenServerForTheNext() {
        List<NatsServer> servers = NatsServer.cluster(2, QUICK);
        try (NatsServer east = servers.getFirst();
                NatsServer west = servers.getLast()) {
            servers.forEach(NatsServer::start);
            NatsEventBus inEast = buses.open("east", east.url(), west.url());
            NatsEventBus inWest = buses.open("west", west.url());
            Recorder heard = listen(inEast, "INTENT");
            reaches(inWest, "INTENT", heard);

            int before = heard.connected.get();
            east.suspend();

            eventually(PATIENCE, () -> assertThat(heard.connected).hasValueGreaterThan(before));
            reaches(inWest, "INTENT", heard);
        }
    }

    @Test
    void startsWhileEveryServerIsAway() {
        try (NatsServer server = NatsServer.create()) {
            NatsEventBus bus = buses.open("east", "nats://127.0.0.1:" + Ports.next(), server.url());
            Recorder heard = new Recorder();
            bus.subscribe("PLANS", heard);
            bus.publish(new Event("PLANS", "lost"));
            assertThat(bus.connected()).isFalse();

            server.start();

            eventually(PATIENCE, () -> assertThat(heard.connected).hasPositiveValue());
            reaches(bus, "PLANS", heard);
            assertThat(heard.events).doesNotContain(new Event("PLANS", "lost"));
        }
    }

    @Test
    void closesAtOnceAlsoWhileAServerAcceptsAndSaysNothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NatsEventBus bus = buses.open("east", "nats://127.0.0.1:" + silent.getLocalPort());
            silent.accept().getOutputStream().flush();

            long began = System.nanoTime();
            bus.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
        }
    }
}
