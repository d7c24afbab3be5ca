package dev.fairlead.health.history;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Transition;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A transition as the table keeps it; its id is given before it is written, so that writing it twice leaves one. */
@Entity
@Table(name = "transition")
@SuppressWarnings("NullAway.Init")
class StoredTransition {

    @Id
    private UUID id;

    private String region;
    private String application;
    private String dataCenter;
    private String address;

    @Enumerated(EnumType.STRING)
    private Health fromHealth;

    @Enumerated(EnumType.STRING)
    private Health toHealth;

    private Instant at;
    private Instant proof;
    private String reason;

    protected StoredTransition() {}

    StoredTransition(Transition transition) {
        Endpoint endpoint = transition.endpoint();
        id = UUID.randomUUID();
        region = transition.region().value();
        application = endpoint.application().value();
        dataCenter = endpoint.dataCenter().value();
        address = endpoint.address().toString();
        fromHealth = transition.from();
        toHealth = transition.to();
        at = transition.at();
        proof = transition.proof();
        reason = transition.reason();
    }

    Transition transition() {
        Endpoint endpoint = new Endpoint(
                ApplicationName.of(application), DataCenterName.of(dataCenter), EndpointAddress.of(address));
        return new Transition(endpoint, RegionName.of(region), fromHealth, toHealth, at, proof, reason);
    }
}
