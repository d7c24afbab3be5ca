package dev.fairlead.bus.nats;

import java.nio.file.Path;

/** How this process tells the server who it is, from which the server knows what it may say and hear. */
public sealed interface NatsLogin {

    /** A user of the server's configuration. */
    record Password(String user, String password) implements NatsLogin {
        @Override
        public String toString() {
            return "Password[user=" + user + ", password=redacted]";
        }
    }

    /** A file with a JWT and the seed of its key, as NATS writes them; read anew for each connection. */
    record Credentials(Path file) implements NatsLogin {}

    /** Nothing but the certificate of the connection, if it has one. */
    record None() implements NatsLogin {}
}
