package dev.fairlead.contracts.traffic;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision for one application: all that a data plane needs to obey it.
 *
 * @param epoch only grows; a receiver rejects a lower one
 * @param proof start of the probe behind the newest change of health: the moment from which a failover is measured;
 *     absent when no change of health led here
 * @param audiences the first that matches counts, networks before countries before continents; everyone else stands last
 * @param standings one for each data center with a pool, in order of name
 * @param writeRoute the primary's data center; absent: the application has no database, no primary is known, or writes are
 *     refused by order where the primary is
 * @param loads of the data centers whose capacity is known, in order of name; empty: the application tells no demand
 * @param resilience what proxies do by themselves about endpoints that fail; absent: as {@link Resilience#defaults} has it
 */
public record RoutingPlan(
        ApplicationName application,
        String host,
        int ttlSeconds,
        long epoch,
        Instant decidedAt,
        @Nullable Instant proof,
        List<AudienceShares> audiences,
        List<Standing> standings,
        @Nullable DataCenterName writeRoute,
        List<Load> loads,
        @Nullable Resilience resilience) {

    public RoutingPlan {
        audiences = List.copyOf(audiences);
        standings = List.copyOf(standings);
        loads = List.copyOf(requireNonNullElse(loads, List.of())); // plans of older versions have none
    }

    /** Of an application that tells no demand, and whose endpoints are treated as by default when they fail. */
    public RoutingPlan(
            ApplicationName application,
            String host,
            int ttlSeconds,
            long epoch,
            Instant decidedAt,
            @Nullable Instant proof,
            List<AudienceShares> audiences,
            List<Standing> standings,
            @Nullable DataCenterName writeRoute) {
        this(application, host, ttlSeconds, epoch, decidedAt, proof, audiences, standings, writeRoute, List.of(), null);
    }

    /** The same decision under another epoch. */
    public RoutingPlan as(long otherEpoch) {
        return new RoutingPlan(
                application,
                host,
                ttlSeconds,
                otherEpoch,
                decidedAt,
                proof,
                audiences,
                standings,
                writeRoute,
                loads,
                resilience);
    }

    /** The same decision with its audiences sent elsewhere. */
    public RoutingPlan sent(List<AudienceShares> others) {
        return new RoutingPlan(
                application,
                host,
                ttlSeconds,
                epoch,
                decidedAt,
                proof,
                others,
                standings,
                writeRoute,
                loads,
                resilience);
    }

    /** The same decision with other standings. */
    public RoutingPlan standing(List<Standing> others) {
        return new RoutingPlan(
                application,
                host,
                ttlSeconds,
                epoch,
                decidedAt,
                proof,
                audiences,
                others,
                writeRoute,
                loads,
                resilience);
    }
}
