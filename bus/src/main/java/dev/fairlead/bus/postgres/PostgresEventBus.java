package dev.fairlead.bus.postgres;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Subscribers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LISTEN on one connection, NOTIFY on another, each with a thread that reconnects for ever. A bare NOTIFY writes no WAL
 * and is not stored: who does not listen at that moment misses it, which the contract allows.
 */
public final class PostgresEventBus implements EventBus {

    private static final Logger log = LoggerFactory.getLogger(PostgresEventBus.class);
    private static final String CHANNEL_PREFIX = "fairlead_";
    private static final Duration RECONNECT = Duration.ofMillis(500);
    private static final int WAIT_FOR_NOTIFICATION_MS = 200;
    private static final Duration IDLE_CHECK = Duration.ofSeconds(2);
    private static final int MAX_WAITING = 10_000;

    private final String url;
    private final Properties properties;
    private final Subscribers subscribers = new Subscribers();
    private final BlockingQueue<Event> outbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread listening;
    private final Thread sending;
    private volatile boolean connected;
    private volatile boolean closed;

    /** Starts to connect; returns at once, also while the database is away. */
    public PostgresEventBus(String url, String user, String password) {
        this.url = url;
        this.properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("loginTimeout", "5");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("targetServerType", "primary"); // a replica neither listens nor notifies
        properties.setProperty("hostRecheckSeconds", "1");
        properties.setProperty("ApplicationName", "fairlead-bus");
        listening = Thread.ofVirtual().name("bus-listen").start(this::listen);
        sending = Thread.ofVirtual().name("bus-notify").start(this::send);
    }

    @Override
    public void publish(Event event) {
        if (connected && !outbox.offer(event)) {
            log.warn("bus=postgres event=dropped topic={} waiting={}", event.topic(), MAX_WAITING);
        }
    }

    @Override
    public Subscription subscribe(String topic, Listener listener) {
        return subscribers.add(topic, listener);
    }

    @Override
    public boolean connected() {
        return connected;
    }

    private void listen() {
        while (!closed) {
            try (Connection connection = DriverManager.getConnection(url, properties)) {
                receive(connection);
            } catch (SQLException e) {
                if (connected && !closed) {
                    log.warn("bus=postgres state=disconnected reason=\"{}\"", e.getMessage());
                }
            } finally {
                connected = false;
            }
            pause();
        }
    }

    private void receive(Connection connection) throws SQLException {
        Set<String> heard = new HashSet<>();
        PGConnection postgres = connection.unwrap(PGConnection.class);
        long lastRoundTrip = System.nanoTime();
        while (!closed) {
            List<Listener> joined = subscribers.takeJoining();
            listenToNewTopics(connection, heard);
            if (connected) {
                joined.forEach(Listener::onConnected);
            } else {
                connected = true;
                log.info("bus=postgres state=connected");
                subscribers.wake(heard);
            }
            PGNotification @Nullable [] notifications = postgres.getNotifications(WAIT_FOR_NOTIFICATION_MS);
            if (notifications != null) {
                for (PGNotification notification : notifications) {
                    deliver(notification);
                }
            }
            if (System.nanoTime() - lastRoundTrip > IDLE_CHECK.toNanos()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("select 1"); // a silent cut shows itself only to a round trip
                }
                lastRoundTrip = System.nanoTime();
            }
        }
    }

    private void listenToNewTopics(Connection connection, Set<String> heard) throws SQLException {
        for (String topic : subscribers.topics()) {
            if (heard.add(topic)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("listen \"" + CHANNEL_PREFIX + topic + "\"");
                }
            }
        }
    }

    private void deliver(PGNotification notification) {
        subscribers.tell(
                new Event(notification.getName().substring(CHANNEL_PREFIX.length()), notification.getParameter()));
    }

    private void send() {
        Event unsent = null; // a connection that died under an event gets it again when it is back
        while (!closed) {
            try (Connection connection = DriverManager.getConnection(url, properties);
                    PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
                while (!closed) {
                    Event event = unsent != null ? unsent : outbox.poll(1, TimeUnit.SECONDS);
                    unsent = event;
                    if (event != null) {
                        notify.setString(1, CHANNEL_PREFIX + event.topic());
                        notify.setString(2, event.key());
                        notify.execute();
                        unsent = null;
                    }
                }
            } catch (SQLException e) {
                log.debug("bus=postgres state=cannot-send reason=\"{}\"", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
            pause();
        }
    }

    private void pause() {
        if (closed) {
            return;
        }
        try {
            Thread.sleep(RECONNECT);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        listening.interrupt();
        sending.interrupt();
    }
}
