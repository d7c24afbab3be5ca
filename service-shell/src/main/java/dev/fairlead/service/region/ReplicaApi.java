package dev.fairlead.service.region;

import org.springframework.web.service.annotation.GetExchange;

/** What replicas of a service ask each other several times a second. */
interface ReplicaApi {

    @GetExchange("/v1/replica")
    Answer replica();

    /** Who answers here. */
    record Answer(ReplicaId id) {}
}
