package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that is controlled by {@code pg_ctl}. A stop and a fence wait for nobody, so that they come through while a rebuild
 * is under way; the others are one at a time.
 */
final class ControlledServer implements LocalServer {

    private static final Logger log = LoggerFactory.getLogger(ControlledServer.class);
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration FAST_STOP = Duration.ofSeconds(60);

    /** Both together stay below what the write lease allows for a stop. */
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(2);

    private static final Duration KILL = Duration.ofMillis(900);

    /** For {@code pg_ctl} to say itself what went wrong. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final LocalProperties.Server server;
    private final ServerFiles files;
    private final ServerProcesses processes;
    private final Programs programs;
    private final Rebuild rebuild;

    ControlledServer(LocalProperties.Server server) {
        this.server = server;
        this.files = new ServerFiles(server);
        this.processes = new ServerProcesses(server.dataDirectory());
        this.programs = new Programs(server);
        this.rebuild = new Rebuild(server, files, programs, this::alone);
    }

    @Override
    public boolean isRunning() throws IOException {
        return !processes.alive().isEmpty();
    }

    @Override
    public boolean hasData() {
        return files.hasData();
    }

    @Override
    public long copiedBytes() throws IOException {
        return files.copiedBytes();
    }

    @Override
    public void stop(StopMode mode) throws IOException {
        if (!isRunning()) {
            return;
        }
        switch (mode) {
            case FAST -> control(FAST_STOP, GRACE, "stop", List.of("-m", "fast"));
            case IMMEDIATE -> stopAtOnce();
        }
        processes.kill(KILL);
        log.info(
                "server={} state=stopped mode={}", server.address(), mode.name().toLowerCase(Locale.ROOT));
    }

    /** A server that does not stop by itself is killed by the caller. */
    private void stopAtOnce() {
        try {
            control(IMMEDIATE_STOP, Duration.ZERO, "stop", List.of("-m", "immediate"));
        } catch (IOException e) {
            log.warn("server={} state=not-stopped reason=\"{}\"", server.address(), e.getMessage());
        }
    }

    @Override
    public void fence(long epoch) throws IOException {
        files.fence(epoch);
        stop(StopMode.IMMEDIATE);
    }

    @Override
    public OptionalLong fenced() throws IOException {
        return files.fenced();
    }

    @Override
    public synchronized void release(long epoch) throws IOException {
        OptionalLong fence = files.fenced();
        if (fence.isEmpty()) {
            return;
        }
        if (fence.getAsLong() >= epoch) {
            throw new IOException("%s is fenced under epoch %d, which %d does not lift"
                    .formatted(server.address(), fence.getAsLong(), epoch));
        }
        files.release();
    }

    @Override
    public synchronized void start() throws IOException {
        requireUnfenced();
        if (files.halfRewound()) {
            throw new IOException("%s is half rewound: it needs a new copy".formatted(server.address()));
        }
        if (isRunning()) {
            return;
        }
        start(List.of());
        if (fenced().isPresent()) { // meanwhile
            stop(StopMode.IMMEDIATE);
            requireUnfenced();
        }
        log.info("server={} state=started", server.address());
    }

    private void requireUnfenced() throws IOException {
        OptionalLong fence = fenced();
        if (fence.isPresent()) {
            throw new IOException("%s is fenced under epoch %d".formatted(server.address(), fence.getAsLong()));
        }
    }

    private void start(List<String> settings) throws IOException {
        List<String> options = new ArrayList<>(settings);
        options.add("-p " + server.listeningPort());
        if (server.configFile() != null) {
            options.add("-c config_file='%s'".formatted(server.configFile()));
        }
        control(START, GRACE, "start", List.of("-l", server.beside("log").toString(), "-o", String.join(" ", options)));
    }

    private void control(Duration limit, Duration grace, String what, List<String> more) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(what, "-D", server.dataDirectory().toString(), "-w", "-t", Long.toString(limit.toSeconds())));
        arguments.addAll(more);
        programs.run(limit.plus(grace), Map.of(), "pg_ctl", arguments);
    }

    @Override
    public synchronized void rewind(EndpointAddress source, Credentials.Login login, String databaseName)
            throws IOException {
        if (files.halfRewound()) {
            throw new RewindImpossibleException(
                    "a rewind of %s was broken off: only a new copy helps".formatted(server.address()));
        }
        if (!programs.has("pg_rewind")) {
            throw new RewindImpossibleException("the program pg_rewind is missing in " + server.binDirectory());
        }
        if (files.fresh()) {
            return;
        }
        recover();
        rebuild.rewind(source, login, databaseName);
    }

    /** Brings the data to a clean end without ever taking a write. */
    private void recover() throws IOException {
        if (isRunning()) {
            stop(StopMode.FAST);
        }
        alone(nothing -> {});
    }

    private void alone(AloneServer.Use use) throws IOException {
        files.becomeStandby(server.dataDirectory());
        try (AloneServer alone = AloneServer.create(files.owner(), server.listeningPort())) {
            start(alone.settings());
            try {
                use.with(alone);
            } finally {
                stop(StopMode.FAST);
            }
        }
    }

    @Override
    public synchronized void copy(EndpointAddress source, Credentials.Login login, String databaseName, String slot)
            throws IOException {
        Path copy = rebuild.copy(source, login, databaseName, slot);
        stop(StopMode.IMMEDIATE);
        rebuild.keepBefore(copy, login, databaseName);
        stop(StopMode.IMMEDIATE); // its rows were read
        files.exchange(copy);
        log.info("server={} state=copied source={}", server.address(), source);
    }

    @Override
    public Optional<LostLog> takenBack(long timeline) throws IOException {
        return rebuild.takenBack(timeline);
    }

    @Override
    public Optional<KeptRows> keptRows(long timeline) throws IOException {
        return rebuild.keptRows(timeline);
    }

    @Override
    public synchronized void follow(
            EndpointAddress primary, Credentials.Login login, String applicationName, String slot) throws IOException {
        stop(StopMode.FAST);
        files.follow(
                ConnectionText.to(primary, login.user())
                        .with("password", login.password())
                        .with("application_name", applicationName)
                        .toString(),
                slot);
    }
}
