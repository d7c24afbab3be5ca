package dev.fairlead.contracts.health;

import dev.fairlead.contracts.EndpointAddress;
import org.jspecify.annotations.Nullable;

/**
 * A one-off HTTP check from the vantage point, such as a rollout asks for before it restores traffic.
 *
 * @param host value of the {@code Host} header
 * @param expectedBody text that the body has to contain; absent: any body
 */
public record CheckRequest(
        EndpointAddress address,
        String host,
        String path,
        int expectedStatus,
        @Nullable String expectedBody,
        int timeoutMs) {}
