package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.traffic.Preview;
import org.jspecify.annotations.Nullable;

/** Knows what a change of the intent would come to. */
public interface Foresight {

    /** Whether it can tell: a service that has just started has decided nothing yet. */
    boolean ready();

    /**
     * @param result what the write answers
     * @param before the intent without the change
     */
    <T> Preview<T> preview(@Nullable T result, Intent before, Intent after);
}
