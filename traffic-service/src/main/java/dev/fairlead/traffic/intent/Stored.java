package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.Resource;
import org.jspecify.annotations.Nullable;

/** A resource as the database has it. */
interface Stored<S> {

    /** 1 at first, one more with each change of the spec. */
    long generation();

    S spec();

    void change(S wanted);

    Resource<S> resource();

    /** @param version as Hibernate counts it: absent until stored, then from 0 */
    static long generation(@Nullable Long version) {
        return version == null ? 1 : version + 1;
    }
}
