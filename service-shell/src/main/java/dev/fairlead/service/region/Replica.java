package dev.fairlead.service.region;

import java.net.URI;

/**
 * Another replica of this service in this region.
 *
 * @param url where it alone answers
 */
public record Replica(ReplicaId id, URI url) {}
