package dev.fairlead.service.caller;

import java.util.Set;

/**
 * Whether a caller may ask what it asks. Services of one region trust each other; from another region only the same service
 * may ask, and only for facts: nobody decides for another region.
 */
public sealed interface Admission {

    /** What regions read of each other, each the whole of one list. */
    Set<String> FACTS = Set.of("/v1/observations", "/v1/intent", "/v1/plans", "/v1/freshness", "/v1/regions");

    /** A service of the same region, who may ask everything. */
    record Fellow() implements Admission {}

    /** The same service of another region, who reads a fact. */
    record Peer(ServiceIdentity caller) implements Admission {}

    /** @param code stable, in upper case */
    record Refused(String code, String detail) implements Admission {}

    /**
     * @param own the service that is asked
     * @param path as it stands in the request: written otherwise than exactly like a fact's it is none
     */
    static Admission decide(ServiceIdentity own, ServiceIdentity caller, String method, String path) {
        if (!caller.trustDomain().equals(own.trustDomain())) {
            return new Refused("UNKNOWN_CALLER", "%s is not of %s".formatted(caller, own.trustDomain()));
        }
        if (caller.region().equals(own.region())) {
            return new Fellow();
        }
        if (!caller.service().equals(own.service())) {
            return new Refused(
                    "NOT_FOR_OTHER_REGIONS",
                    "of region %s only the %s may ask here, not the %s"
                            .formatted(caller.region(), own.service(), caller.service()));
        }
        if (!method.equals("GET") || !FACTS.contains(path)) {
            return new Refused(
                    "NOT_FOR_OTHER_REGIONS",
                    "other regions only read facts here; this belongs to region %s alone".formatted(own.region()));
        }
        return new Peer(caller);
    }
}
