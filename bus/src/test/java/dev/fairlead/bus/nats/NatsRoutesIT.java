package dev.fairlead.bus.nats;

import static dev.fairlead.bus.nats.Buses.PATIENCE;
import static dev.fairlead.bus.nats.Buses.listen;
import static dev.fairlead.bus.nats.Buses.reaches;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Recorder;
import dev.fairlead.testing.TestAuthority;
import dev.fairlead.testing.servers.NatsServer;
import dev.fairlead.testing.servers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions' servers joined as {@code docs/nats.conf} says. */
class NatsRoutesIT {

    private static final Path EXAMPLE = Path.of("../docs/nats.conf");
    private static final Path PERMISSIONS = Path.of("src/main/resources/dev/fairlead/bus/nats/permissions.conf");
    private static final List<String> SERVICES = List.of("health", "traffic", "replication", "deploy", "gateway");

    @TempDir
    static Path folder;

    private static TestAuthority ours;
    private static TestAuthority foreign;

    private final Buses buses = new Buses();

    @BeforeAll
    static void certify() throws IOException {
        ours = TestAuthority.in(Files.createDirectory(folder.resolve("ours")));
        foreign = TestAuthority.in(Files.createDirectory(folder.resolve("foreign")));
        for (TestAuthority authority : List.of(ours, foreign)) {
            authority.issue("server", "ip:127.0.0.1");
        }
        ours.issue("service", "dns:service");
    }

    @AfterEach
    void close() {
        buses.close();
    }

    private static NatsServer server(TestAuthority authority, String name, int port, int... others) throws IOException {
        StringBuilder text = new StringBuilder();
        SERVICES.forEach(service -> text.append("FAIRLEAD_BUS_%S: \"of %s\"%n".formatted(service, service)));
        text.append(Files.readString(EXAMPLE)
                .replace("listen: \"0.0.0.0:4222\"", "")
                .replace("server_name: us-east", "server_name: " + name)
                .replace("0.0.0.0:6222", "127.0.0.1:" + port)
                .replace("nats.us-west.example:6222", "127.0.0.1:" + others[0])
                .replace("nats.eu-central.example:6222", "127.0.0.1:" + others[1])
                .replace("/etc/nats/tls.crt", authority.certificate("server").toString())
                .replace("/etc/nats/tls.key", authority.key("server").toString())
                .replace("/etc/nats/ca.crt", authority.certificate().toString())
                .replace("include \"permissions.conf\"", Files.readString(PERMISSIONS)));
        return NatsServer.create(text.toString());
    }

    private NatsEventBus open(NatsServer server, String user) {
        return buses.open(new NatsSettings(
                user + "-service",
                "us-east",
                List.of(server.secureUrl()),
                new NatsLogin.Password(user, "of " + user),
                () -> ours.context("service")));
    }

    @Test
    void joinsByCertificateAndLetsNobodyInWhoHasNone() throws IOException {
        int east = Ports.next();
        int west = Ports.next();
        int stranger = Ports.next();
        try (NatsServer inEast = server(ours, "east", east, west, stranger);
                NatsServer inWest = server(ours, "west", west, east, stranger);
                NatsServer strange = server(foreign, "stranger", stranger, east, west)) {
            inEast.start();
            inWest.start();
            strange.start();
            Recorder heard = listen(open(inEast, "health"), "INTENT");

            reaches(open(inWest, "traffic"), "INTENT", heard);

            eventually(
                    PATIENCE,
                    () -> assertThat(strange.said())
                            .contains("TLS route handshake error")
                            .doesNotContain("Route connection created - rid"));
        }
    }
}
