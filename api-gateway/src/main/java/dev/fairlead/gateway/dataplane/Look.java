package dev.fairlead.gateway.dataplane;

import java.time.Instant;
import java.util.List;

/** What a data plane counted between two looks at its counters. */
public record Look(Instant from, Instant until, List<Growth> growth) {

    public Look {
        growth = List.copyOf(growth);
    }
}
