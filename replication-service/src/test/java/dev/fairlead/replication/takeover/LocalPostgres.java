package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.replication.local.KeptRows;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LostLog;
import dev.fairlead.replication.local.RewindImpossibleException;
import dev.fairlead.replication.local.StopMode;
import dev.fairlead.replication.sample.Credentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/**
 * A server of these tests under local control. It has no {@code pg_rewind}, so that whoever wants one has to copy; it refuses
 * what the interface says is refused.
 */
final class LocalPostgres implements LocalServer {

    private final Path data;
    private final int port;
    private final Supplier<List<PostgresServer>> others;
    private final IntUnaryOperator behind;
    private PostgresServer server;
    private OptionalLong fence = OptionalLong.empty();

    /** @param behind the port of a server, of the port at which it is reached */
    LocalPostgres(PostgresServer server, Supplier<List<PostgresServer>> others, IntUnaryOperator behind) {
        this.server = server;
        this.data = server.data();
        this.port = server.port();
        this.others = others;
        this.behind = behind;
    }

    synchronized PostgresServer server() {
        return server;
    }

    int port() {
        return port;
    }

    @Override
    public synchronized boolean isRunning() {
        return server.running();
    }

    @Override
    public boolean hasData() {
        return true;
    }

    @Override
    public long copiedBytes() {
        return 0;
    }

    @Override
    public synchronized void stop(StopMode mode) {
        switch (mode) {
            case FAST -> server.stop();
            case IMMEDIATE -> server.kill();
        }
    }

    @Override
    public synchronized void fence(long epoch) {
        stop(StopMode.IMMEDIATE);
        fence = OptionalLong.of(epoch);
    }

    @Override
    public synchronized OptionalLong fenced() {
        return fence;
    }

    @Override
    public synchronized void release(long epoch) throws IOException {
        if (fence.isPresent() && fence.getAsLong() >= epoch) {
            throw new IOException("fenced under epoch " + fence.getAsLong());
        }
        fence = OptionalLong.empty();
    }

    @Override
    public synchronized void start() throws IOException {
        if (fence.isPresent()) {
            throw new IOException("fenced");
        }
        server.start();
    }

    @Override
    public void rewind(EndpointAddress source, Credentials.Login login, String databaseName) throws IOException {
        throw new RewindImpossibleException("there is no pg_rewind");
    }

    @Override
    public synchronized void copy(EndpointAddress source, Credentials.Login login, String databaseName, String slot)
            throws IOException {
        PostgresServer from = others.get().stream()
                .filter(other -> other.port() == behind.applyAsInt(source.port()))
                .findFirst()
                .orElseThrow(() -> new IOException("no server at " + source));
        server.delete();
        server = from.cloneTo(data, port, slot);
    }

    @Override
    public Optional<LostLog> takenBack(long timeline) {
        return Optional.empty();
    }

    @Override
    public Optional<KeptRows> keptRows(long timeline) {
        return Optional.empty();
    }

    @Override
    public synchronized void follow(
            EndpointAddress primary, Credentials.Login login, String applicationName, String slot) throws IOException {
        Files.writeString(data.resolve("postgresql.auto.conf"), """
                primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'
                primary_slot_name = '%s'
                """.formatted(primary.port(), applicationName, slot));
        File signal = data.resolve("standby.signal").toFile();
        if (!signal.exists() && !signal.createNewFile()) {
            throw new IOException("cannot make " + signal);
        }
        fence = OptionalLong.empty();
    }
}
