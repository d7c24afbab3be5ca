package dev.fairlead.replication.merge;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one region found about one member.
 *
 * @param age time since that region was asked: what it said of a moment holds of that moment at the earliest
 */
public record Voice(RegionName region, Duration age, Finding finding) {

    Freshness freshness() {
        return finding.freshness();
    }

    boolean reaches() {
        return freshness().reachable();
    }

    /** The history the member was in; absent: it never answered. */
    @Nullable Branch branch() {
        Finding.Basis basis = finding.basis();
        return basis == null ? null : basis.branch();
    }

    boolean saysPrimary() {
        return freshness().role() == MemberRole.PRIMARY;
    }

    /**
     * The bound of the member's data now, in ms, never below what was certified then and the time since; absent: nothing is
     * certified.
     */
    @Nullable Long boundMs() {
        Long bound = freshness().stalenessBoundMs();
        return bound == null ? null : bound + age.plusNanos(999_999).toMillis();
    }

    /** Whether the member is where this voice found it, or further: then what this voice certified of it holds still. */
    boolean confirmedBy(Voice other) {
        Finding.Basis basis = finding.basis();
        Finding.Basis others = other.finding.basis();
        return basis != null
                && others != null
                && basis.branch().equals(others.branch())
                && !basis.position().isAfter(others.position());
    }
}
