package dev.fairlead.deploy.drill;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.deploy.drill.report.DrillReport;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.json.LenientJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The drills of today and before, with what they came to. */
@Component
final class DrillHistory {

    private static final int PAGE = 100;

    private final Runs runs;
    private final DrillKind kind;
    private final JsonMapper json;
    private final InstantSource clock;

    DrillHistory(Runs runs, DrillKind kind, JsonMapper json, InstantSource clock) {
        this.runs = runs;
        this.kind = kind;
        this.json = LenientJson.of(json);
        this.clock = clock;
    }

    /**
     * Some drills, the newest first.
     *
     * @param next where the following ones begin; absent: there are none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Page(List<DrillView> items, @Nullable Instant next) {}

    Optional<RunView> find(String id) {
        return runs.find(id).filter(run -> run.kind().equals(DrillKind.NAME));
    }

    DrillReport report(RunView run) {
        return DrillReport.of(run, input(run));
    }

    /**
     * Those in which the application took part.
     *
     * @param application absent: all
     * @param before absent: from the newest on
     */
    Page page(@Nullable ApplicationName application, @Nullable Instant before, int limit) {
        List<DrillView> found = new ArrayList<>();
        Instant cursor = before == null ? clock.instant().plusSeconds(3_600) : before;
        while (true) {
            List<RunView> older = runs.list(kind, cursor, PAGE);
            for (RunView run : older) {
                cursor = run.createdAt();
                if (application == null || input(run).applications().contains(application)) {
                    found.add(DrillView.of(report(run)));
                }
                if (found.size() == limit) {
                    return new Page(found, cursor);
                }
            }
            if (older.size() < PAGE) {
                return new Page(found, null);
            }
        }
    }

    private DrillInput input(RunView run) {
        return json.convertValue(run.input(), DrillInput.class);
    }
}
