package dev.fairlead.bus.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Dispatcher;
import io.nats.client.MessageHandler;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.Options.HostnameResolveMode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;

/**
 * One connection to one server. A lost one is replaced, never mended: the client's own reconnecting would give up at the
 * second refusal of a password, keep the TLS context and send late what was said before.
 */
final class NatsSession implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PING = Duration.ofSeconds(1);
    private static final int UNANSWERED_PINGS = 3;
    private static final int MAX_WAITING = 10_000;
    private static final long MAX_WAITING_BYTES = 8 * 1024 * 1024;

    private final String server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService callbacks =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
    private final Troubles troubles = new Troubles();
    private final Set<String> heard = new HashSet<>();
    private final Connection connection;
    private final Dispatcher dispatcher;
    private volatile boolean established;
    private long unheardBefore;

    /**
     * Connects, or fails within some seconds.
     *
     * @param onEnd called when the connection is lost
     */
    NatsSession(NatsSettings settings, String server, MessageHandler onMessage, Runnable onEnd) throws IOException {
        this.server = server;
        Options.Builder options = Options.builder()
                .server(server)
                .connectionName(settings.name())
                .hostnameResolveMode(HostnameResolveMode.HappyEyeballs) // keeps the name, which the certificate is for
                .ignoreDiscoveredServers()
                .noReconnect()
                .connectionTimeout(PATIENCE)
                .pingInterval(PING)
                .maxPingsOut(UNANSWERED_PINGS)
                .maxMessagesInOutgoingQueue(MAX_WAITING)
                .discardMessagesWhenOutgoingQueueFull()
                .executor(threads)
                .scheduledExecutor(timer)
                .connectExecutor(threads)
                .callbackExecutor(callbacks)
                .errorListener(troubles)
                .connectionListener((lost, event) -> {
                    if (established && event == ConnectionListener.Events.DISCONNECTED) {
                        onEnd.run();
                    }
                });
        if (settings.tls() != null) {
            options.sslContext(settings.tls().get()).dataPortType(VerifyingDataPort.class.getName());
        }
        switch (settings.login()) {
            case NatsLogin.Password(String user, String password) ->
                options.userInfo(user.toCharArray(), password.toCharArray());
            case NatsLogin.Credentials(var file) -> options.authHandler(Nats.credentials(file.toString()));
            case NatsLogin.None() -> {}
        }
        connection = connect(options.build());
        dispatcher = connection.createDispatcher(onMessage);
        dispatcher.setPendingLimits(MAX_WAITING, MAX_WAITING_BYTES);
        established = true;
    }

    private Connection connect(Options options) throws IOException {
        try {
            return Nats.connect(options);
        } catch (IOException | RuntimeException e) {
            callbacks.close(); // what they say is the reason
            endThreads();
            throw new IOException(troubles.last().isEmpty() ? e.getMessage() : troubles.last(), e);
        } catch (InterruptedException e) {
            endThreads();
            throw interrupted();
        }
    }

    String server() {
        return server;
    }

    boolean alive() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    /** What went wrong last; empty: nothing. */
    String trouble() {
        return troubles.last();
    }

    /** Sends the message soon, or counts it as lost. Never blocks. */
    void publish(String subject, byte[] body) {
        try {
            connection.publish(subject, body);
        } catch (IllegalStateException e) {
            troubles.countUnsent(); // it is closed
        }
    }

    /** Returns when the server knows that all of these are listened to. */
    void listenTo(Set<String> subjects) throws IOException {
        if (heard.containsAll(subjects)) {
            return;
        }
        try {
            for (String subject : subjects) {
                if (heard.add(subject)) {
                    dispatcher.subscribe(subject);
                }
            }
            connection.flush(PATIENCE);
        } catch (IllegalStateException | TimeoutException e) {
            throw new IOException("the server does not take subscriptions: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** How many messages that this process said found a full buffer or a closed connection since the last call. */
    long unsent() {
        return troubles.takeUnsent();
    }

    /** How many messages found a full buffer, because a subscriber is slow, since the last call. */
    long unheard() {
        long all = dispatcher.getDroppedCount();
        long more = all - unheardBefore;
        unheardBefore = all;
        return more;
    }

    /** Returns at once. */
    @Override
    public void close() {
        Thread.ofVirtual().name("bus-nats-close").start(() -> {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                endThreads();
            }
        });
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted");
    }

    private void endThreads() {
        threads.shutdownNow();
        callbacks.shutdownNow();
        timer.shutdownNow();
    }
}
