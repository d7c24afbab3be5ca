package dev.fairlead.bus.nats;

import static dev.fairlead.bus.nats.Buses.PATIENCE;
import static dev.fairlead.bus.nats.Buses.listen;
import static dev.fairlead.bus.nats.Buses.reaches;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fairlead.bus.Event;
import dev.fairlead.bus.Recorder;
import dev.fairlead.testing.servers.NatsServer;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Who may connect, and who may say and hear what by the permissions that are delivered. */
class NatsLoginIT {

    private static final List<String> TOPICS =
            List.of("INTENT", "OBSERVATIONS", "VERDICTS", "FRESHNESS", "PLANS", "RUNS", "DATA_PLANES");

    private final Logger logger = (Logger) LoggerFactory.getLogger(Troubles.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Buses buses = new Buses();

    @BeforeEach
    void watchTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        buses.close();
    }

    private NatsEventBus open(NatsServer server, String service, String password) {
        return buses.open(new NatsSettings(
                service, "us-east", List.of(server.url()), new NatsLogin.Password(service, password), null));
    }

    private NatsEventBus open(NatsServer server, String service) {
        return open(server, service, "password of " + service);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            health,      OBSERVATIONS VERDICTS, INTENT OBSERVATIONS
            traffic,     INTENT PLANS RUNS DATA_PLANES, INTENT VERDICTS FRESHNESS
            replication, FRESHNESS RUNS,        -
            deploy,      RUNS,                  -
            gateway,     -,                     INTENT OBSERVATIONS VERDICTS FRESHNESS PLANS RUNS DATA_PLANES
            """)
    void letsAServiceSayAndHearOnlyWhatIsItsOwn(String service, String says, String hears) throws IOException {
        try (NatsServer server = NatsServer.create(permissions("password of "))) {
            server.start();
            NatsEventBus gateway = open(server, "gateway");
            Recorder witness = new Recorder();
            TOPICS.forEach(topic -> gateway.subscribe(topic, witness));
            eventually(PATIENCE, () -> assertThat(witness.connected).hasValueGreaterThanOrEqualTo(TOPICS.size()));
            NatsEventBus bus = open(server, service);
            Recorder heard = new Recorder();
            TOPICS.forEach(topic -> bus.subscribe(topic, heard));
            eventually(PATIENCE, () -> assertThat(heard.connected).hasValueGreaterThanOrEqualTo(TOPICS.size()));

            List<String> allowed = words(says);
            TOPICS.forEach(topic -> bus.publish(new Event(topic, "from " + service)));
            eventually(PATIENCE, () -> assertThat(refusals("Publish")).isEqualTo(except(allowed, "us-east")));
            eventually(PATIENCE, () -> assertThat(topics(witness)).containsExactlyInAnyOrderElementsOf(allowed));

            List<String> audible = words(hears);
            eventually(PATIENCE, () -> assertThat(refusals("Subscription")).isEqualTo(except(audible, "*")));
            List<NatsEventBus> speakers = Stream.of("health", "traffic", "replication")
                    .map(name -> open(server, name))
                    .toList();
            eventually(PATIENCE, () -> {
                speakers.get(0).publish(new Event("OBSERVATIONS", "spoken"));
                speakers.get(0).publish(new Event("VERDICTS", "spoken"));
                speakers.get(1).publish(new Event("INTENT", "spoken"));
                speakers.get(1).publish(new Event("PLANS", "spoken"));
                speakers.get(1).publish(new Event("RUNS", "spoken"));
                speakers.get(1).publish(new Event("DATA_PLANES", "spoken"));
                speakers.get(2).publish(new Event("FRESHNESS", "spoken"));
                assertThat(topics(witness)).containsAll(TOPICS);
                assertThat(topics(heard)).containsExactlyInAnyOrderElementsOf(audible);
            });
        }
    }

    @Test
    void keepsTryingWhenItsPasswordIsRefusedUntilTheServerTakesIt() throws IOException {
        try (NatsServer server = NatsServer.create(permissions("former password of "))) {
            server.start();
            NatsEventBus bus = open(server, "gateway");
            eventually(
                    PATIENCE,
                    () -> assertThat(server.said().split("authentication error", -1))
                            .hasSizeGreaterThan(4));
            assertThat(bus.connected()).isFalse();

            server.stop();
            server.configure(permissions("password of "));
            server.start();

            eventually(PATIENCE, () -> assertThat(bus.connected()).isTrue());
        }
    }

    @Test
    void showsACredentialsFile(@TempDir Path folder) throws Exception {
        NKey operator = NKey.createOperator(null);
        NKey account = NKey.createAccount(null);
        NKey user = NKey.createUser(null);
        try (NatsServer server = NatsServer.create("operator: %s%nresolver: MEMORY%nresolver_preload: { %s: %s }%n"
                .formatted(
                        certified(operator, operator, "{\"type\": \"operator\", \"version\": 2}"),
                        name(account),
                        certified(operator, account, """
                                {"type": "account", "version": 2, "limits": {"subs": -1, "conn": -1, "leaf": -1,
                                 "data": -1, "payload": -1, "imports": -1, "exports": -1, "wildcards": true}}""")))) {
            server.start();
            String jwt = JwtUtils.issueUserJWT(account, name(account), name(user));
            Path file = Files.writeString(
                    folder.resolve("traffic.creds"),
                    JwtUtils.NATS_USER_JWT_FORMAT.formatted(jwt, new String(user.getSeed())));
            NatsEventBus bus = buses.open(new NatsSettings(
                    "traffic", "us-east", List.of(server.url()), new NatsLogin.Credentials(file), null));
            NatsEventBus nobody = buses.open("us-east", server.url());

            reaches(bus, "PLANS", listen(bus, "PLANS"));
            assertThat(nobody.connected()).isFalse();
        }
    }

    private static String certified(NKey by, NKey whom, String claim) throws GeneralSecurityException, IOException {
        return JwtUtils.issueJWT(by, name(whom), "test", null, JwtUtils.currentTimeSeconds(), name(by), () -> claim);
    }

    private static String name(NKey key) throws GeneralSecurityException, IOException {
        return new String(key.getPublicKey());
    }

    /** The delivered file, with passwords that begin like this. */
    private static String permissions(String password) throws IOException {
        String passwords = Stream.of("health", "traffic", "replication", "deploy", "gateway")
                .map(service -> "FAIRLEAD_BUS_%S: \"%s%s\"%n".formatted(service, password, service))
                .collect(Collectors.joining());
        try (InputStream file = NatsEventBus.class.getResourceAsStream("permissions.conf")) {
            assertThat(file).isNotNull();
            return passwords + new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> words(String list) {
        return list.equals("-") ? List.of() : Arrays.asList(list.split(" "));
    }

    private static List<String> topics(Recorder recorder) {
        return recorder.events.stream().map(Event::topic).distinct().toList();
    }

    /** The subjects of all topics but these. */
    private static List<String> except(List<String> topics, String region) {
        return TOPICS.stream()
                .filter(topic -> !topics.contains(topic))
                .map(topic -> "\"fairlead.%s.%s\"".formatted(region, topic))
                .sorted()
                .toList();
    }

    /** The subjects of which the log says that the server refused them. */
    private List<String> refusals(String kind) {
        String start = "bus=nats state=needs-operator reason=\"Permissions Violation for %s to ".formatted(kind);
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length(), line.length() - 1))
                .sorted()
                .toList();
    }
}
