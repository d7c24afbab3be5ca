package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.gateway.builtin.dns.guard.CookieKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Secrets that nobody has to keep: drawn at the start and each day anew; the one before is accepted for that day. */
final class DrawnCookieKeys implements Supplier<List<CookieKey>> {

    private static final Duration LIFE = Duration.ofDays(1);

    private final SecureRandom random;
    private final InstantSource clock;
    private volatile Drawn drawn;

    DrawnCookieKeys(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
        this.drawn = new Drawn(List.of(draw()), clock.instant());
    }

    @Override
    public List<CookieKey> get() {
        Instant now = clock.instant();
        return drawn.endsBefore(now) ? renewed(now) : drawn.keys();
    }

    private synchronized List<CookieKey> renewed(Instant now) {
        if (drawn.endsBefore(now)) {
            drawn = new Drawn(List.of(draw(), drawn.keys().getFirst()), now);
        }
        return drawn.keys();
    }

    private CookieKey draw() {
        return new CookieKey(random.nextLong(), random.nextLong());
    }

    private record Drawn(List<CookieKey> keys, Instant at) {

        boolean endsBefore(Instant now) {
            return at.plus(LIFE).isBefore(now);
        }
    }
}
