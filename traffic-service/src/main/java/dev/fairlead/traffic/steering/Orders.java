package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators and runs ordered: overrides in force, and the latest release of each hold. */
public record Orders(List<RoutingOverride> overrides, List<Release> releases) {

    /** Among several: the application's own before one for all, then the newest. */
    static final Comparator<RoutingOverride> RANK = Comparator.comparing(
                    (RoutingOverride override) -> override.application() == null)
            .thenComparing(RoutingOverride::createdAt, Comparator.reverseOrder())
            .thenComparing(RoutingOverride::id);

    public static final Orders NONE = new Orders(List.of(), List.of());

    public Orders {
        overrides = List.copyOf(overrides);
        releases = List.copyOf(releases);
    }

    /** Those that concern this application. */
    public Orders about(ApplicationName name) {
        return new Orders(
                overrides.stream()
                        .filter(override -> override.application() == null
                                || override.application().equals(name))
                        .toList(),
                releases.stream().filter(release -> release.concerns(name)).toList());
    }

    /** As they act in the end: drains by steps have taken all of them. */
    public Orders inTheEnd() {
        return overrides.stream().allMatch(override -> override.emptyAt() == null)
                ? this
                : new Orders(overrides.stream().map(RoutingOverride::atOnce).toList(), releases);
    }

    /** Which part of what drains by steps have left they take until then; of several, the fastest. */
    public double partTaken(Instant now, Instant until) {
        double most = 0;
        for (RoutingOverride override : overrides) {
            int left = override.percentLeft(now);
            if (left > 0) {
                most = Math.max(most, (double) (left - override.percentLeft(until)) / left);
            }
        }
        return most;
    }

    /** Whether it ends later than the other; of two that end together, one does. */
    static boolean outlasts(RoutingOverride override, RoutingOverride other) {
        int byEnd = override.expiresAt().compareTo(other.expiresAt());
        return byEnd != 0 ? byEnd > 0 : override.id().compareTo(other.id()) < 0;
    }

    boolean releasedSince(Instant since, ApplicationName name, DataCenterName dataCenter) {
        Instant latest = latestRelease(name, dataCenter);
        return latest != null && latest.isAfter(since);
    }

    /** Absent: nobody ever gave it back. */
    @Nullable Instant latestRelease(ApplicationName name, DataCenterName dataCenter) {
        Instant latest = null;
        for (Release release : releases) {
            if (release.dataCenter().equals(dataCenter)
                    && release.concerns(name)
                    && (latest == null || release.at().isAfter(latest))) {
                latest = release.at();
            }
        }
        return latest;
    }

    /**
     * An operator gave a held data center back.
     *
     * @param application absent: every application
     */
    public record Release(
            @Nullable ApplicationName application,
            DataCenterName dataCenter,
            Instant at,
            String author,
            String reason) {

        boolean concerns(ApplicationName name) {
            return application == null || application.equals(name);
        }
    }
}
