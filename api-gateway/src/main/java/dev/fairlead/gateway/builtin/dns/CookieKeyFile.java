package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secrets in a file that servers behind one address share, read again now and then. To roll one over without a cookie
 * refused: add the new one as the last line everywhere, make it the first, and an hour later take the old one away.
 */
final class CookieKeyFile implements Supplier<List<CookieKey>> {

    private static final Logger log = LoggerFactory.getLogger(CookieKeyFile.class);

    private final Path file;
    private final long again;
    private volatile List<CookieKey> keys;
    private volatile long nextLook;

    /** Throws when there is no secret in the file. */
    CookieKeyFile(Path file) {
        this(file, Duration.ofSeconds(10));
    }

    /** @param again when it is read again */
    CookieKeyFile(Path file, Duration again) {
        this.file = file;
        this.again = again.toNanos();
        try {
            this.keys = read();
        } catch (IOException e) {
            throw new IllegalStateException("no DNS cookie secrets in %s: %s".formatted(file, e), e);
        }
        this.nextLook = System.nanoTime() + this.again;
    }

    @Override
    public List<CookieKey> get() {
        if (System.nanoTime() - nextLook >= 0) {
            look();
        }
        return keys;
    }

    /** A file that cannot be read leaves the secrets that were there. */
    private synchronized void look() {
        if (System.nanoTime() - nextLook < 0) {
            return;
        }
        nextLook = System.nanoTime() + again;
        try {
            keys = read();
        } catch (IOException | IllegalArgumentException e) {
            log.warn("data-plane=dns cookie-secrets={} state=unreadable reason=\"{}\"", file, e.toString());
        }
    }

    private List<CookieKey> read() throws IOException {
        List<CookieKey> read = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(CookieKey::of)
                .toList();
        if (read.isEmpty()) {
            throw new IllegalArgumentException("%s has no DNS cookie secret in it".formatted(file));
        }
        return read;
    }
}
