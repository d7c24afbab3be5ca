package dev.fairlead.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a change is only looked at, or made only if it comes to what was seen then. */
class Foresight {

    @Option(names = "--dry-run", description = "Changes nothing and says what would happen to whom.")
    private boolean dryRun;

    @Option(
            names = "--plan-hash",
            paramLabel = "HASH",
            description = "Of a dry run: refused when something else would happen by now.")
    private @Nullable String planHash;

    final boolean dryRun() {
        return dryRun;
    }

    /** The path with these terms. */
    final String on(String path) {
        List<String> query = query();
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    List<String> query() {
        List<String> query = new ArrayList<>();
        if (dryRun) {
            query.add("dryRun=true");
        }
        if (planHash != null) {
            query.add("planHash=" + encoded(planHash));
        }
        return query;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
