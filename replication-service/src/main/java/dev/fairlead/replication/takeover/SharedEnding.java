package dev.fairlead.replication.takeover;

import dev.fairlead.runs.Step;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * How every move ends once the new primary takes writes. The standbys come before the routes, because the traffic-service sends
 * writes to the primary that it sees, whatever the run does. Where commits wait for a standby, clients hang from then on until
 * one follows. {@code route} only waits for the traffic-service: for minutes, or in vain where an operator forbids writes, and
 * no database is to be without standbys for as long.
 */
@Component
final class SharedEnding {

    private final List<Step<MoveInput>> steps;

    SharedEnding(RepointStep repoint, RouteStep route, RebuildStep rebuild, CloseStep close) {
        this.steps = List.of(repoint, route, rebuild, close);
    }

    /** These steps and then the ending. */
    List<Step<MoveInput>> after(List<Step<MoveInput>> beginning) {
        return Stream.concat(beginning.stream(), steps.stream()).toList();
    }
}
