package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static dev.fairlead.contracts.InvalidFieldException.sentence;

/**
 * Asks for a lease, renews it or, with no time to live, gives it up.
 *
 * @param holder who asks
 * @param ttlMs how long it lasts unless it is renewed, by the database's clock
 * @param above an epoch seen elsewhere, which that of the lease has to exceed; 0: none
 */
public record LeaseRequest(String name, String holder, Long ttlMs, Long above) {

    public LeaseRequest {
        sentence(name, "name");
        sentence(holder, "holder");
        inRange(required(ttlMs, "ttlMs"), 0, 60_000, "ttlMs");
        inRange(required(above, "above"), 0, Long.MAX_VALUE - 1, "above");
    }
}
