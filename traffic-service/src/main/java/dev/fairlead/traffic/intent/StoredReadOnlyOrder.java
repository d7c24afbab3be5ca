package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.traffic.OverrideRequest;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** In a table of its own, because the version before this one fails on a row of a kind that it does not know. */
@Entity
@Table(name = "read_only_order")
class StoredReadOnlyOrder extends StoredOverride {

    protected StoredReadOnlyOrder() {}

    StoredReadOnlyOrder(String id, OverrideRequest request, String author, Instant now) {
        super(id, request, author, now);
    }
}
