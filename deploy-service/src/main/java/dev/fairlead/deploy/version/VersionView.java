package dev.fairlead.deploy.version;

import java.time.Instant;

/**
 * An installed version on the wire.
 *
 * @param runId the rollout that saw it last
 */
public record VersionView(String application, String dataCenter, String version, String runId, Instant observedAt) {}
