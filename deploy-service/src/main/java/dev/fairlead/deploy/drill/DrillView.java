package dev.fairlead.deploy.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.deploy.drill.report.DrillReport;
import dev.fairlead.runs.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A drill in a list.
 *
 * @param application absent: all with a pool there
 * @param rtoMs absent: it never came to that
 * @param source of the RTO: {@code arrivals} or {@code plan}
 * @param lost sequence numbers; absent: not measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DrillView(
        String id,
        @Nullable ApplicationName application,
        DataCenterName dataCenter,
        DrillSpec.Mode mode,
        RunState state,
        String message,
        String reason,
        String author,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Long rtoMs,
        @Nullable String source,
        @Nullable Long lost) {

    static DrillView of(DrillReport report) {
        DrillSpec spec = report.spec();
        return new DrillView(
                report.id(),
                spec.application(),
                spec.dataCenter(),
                spec.mode(),
                report.state(),
                report.message(),
                spec.reason(),
                report.author(),
                report.startedAt(),
                report.endedAt(),
                report.rto().ms(),
                report.rto().source(),
                report.rpo().lost());
    }
}
