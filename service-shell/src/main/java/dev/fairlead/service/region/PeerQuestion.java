package dev.fairlead.service.region;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Asks one other region for what it knows; fails when it does not answer, or when somebody else does. */
@FunctionalInterface
public interface PeerQuestion<T> {

    /**
     * @param before what it told last, to be given back when nothing changed; absent: nothing yet
     * @param asked now: nothing was sent yet
     */
    T ask(@Nullable T before, Instant asked);
}
