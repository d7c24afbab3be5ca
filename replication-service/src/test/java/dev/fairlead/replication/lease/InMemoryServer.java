package dev.fairlead.replication.lease;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.local.KeptRows;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LostLog;
import dev.fairlead.replication.local.StopMode;
import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** A server that runs or is fenced; it is not rebuilt. */
final class InMemoryServer implements LocalServer {

    /** So many fences fail first. */
    int failures;

    private boolean running = true;
    private OptionalLong fenced = OptionalLong.empty();

    @Override
    public boolean hasData() {
        return true;
    }

    @Override
    public long copiedBytes() {
        return 0;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public synchronized void stop(StopMode mode) {
        running = false;
    }

    @Override
    public synchronized void fence(long epoch) throws IOException {
        if (failures > 0) {
            failures--;
            throw new IOException("it does not stop");
        }
        fenced = OptionalLong.of(epoch);
        running = false;
    }

    @Override
    public synchronized OptionalLong fenced() {
        return fenced;
    }

    @Override
    public synchronized void release(long epoch) throws IOException {
        if (fenced.orElse(Long.MIN_VALUE) >= epoch) {
            throw new IOException("a fence of a later epoch");
        }
        fenced = OptionalLong.empty();
    }

    @Override
    public synchronized void start() throws IOException {
        if (fenced.isPresent()) {
            throw new IOException("it is fenced");
        }
        running = true;
    }

    @Override
    public void rewind(EndpointAddress source, Credentials.Login login, String databaseName) {
        throw new UnsupportedOperationException("it is not rebuilt");
    }

    @Override
    public void copy(EndpointAddress source, Credentials.Login login, String databaseName, String slot) {
        throw new UnsupportedOperationException("it is not rebuilt");
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
    public void follow(EndpointAddress primary, Credentials.Login login, String applicationName, String slot) {
        throw new UnsupportedOperationException("it is not rebuilt");
    }
}
