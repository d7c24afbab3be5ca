package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.ApplicationName;
import org.jspecify.annotations.Nullable;

/**
 * What the samples of all reporters come to: a mean in which older requests count ever less.
 *
 * @param audience a country's code, the name of an audience of the policy, or {@code everyone} else
 * @param perSecond requests
 * @param planned that decisions are made on; it follows {@code perSecond} when that has moved by a tenth, so that users are
 *     not sent to and fro; absent: the application does not go by it, or it was not counted for long enough
 * @param ageMs since anything was told of it
 */
public record ObservedDemand(
        ApplicationName application,
        String audience,
        double perSecond,
        @Nullable Long planned,
        long ageMs) {}
