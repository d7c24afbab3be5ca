package dev.fairlead.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what terms something is changed. */
final class Terms {

    @Option(names = "--dry-run", description = "Changes nothing and says what would happen to whom.")
    private boolean dryRun;

    @Option(
            names = "--plan-hash",
            paramLabel = "HASH",
            description = "Of a dry run: refused when something else would happen by now.")
    private @Nullable String planHash;

    @Option(names = "--force", paramLabel = "RULE", split = ",", description = "Safety rules to overrule, by name.")
    private List<String> force = new ArrayList<>();

    @Option(names = "--force-reason", paramLabel = "TEXT", description = "Why; needed with --force.")
    private @Nullable String forceReason;

    boolean dryRun() {
        return dryRun;
    }

    /** The path with these terms. */
    String on(String path) {
        List<String> query = new ArrayList<>();
        if (dryRun) {
            query.add("dryRun=true");
        }
        if (planHash != null) {
            query.add("planHash=" + encoded(planHash));
        }
        force.forEach(rule -> query.add("force=" + encoded(rule)));
        if (forceReason != null) {
            query.add("forceReason=" + encoded(forceReason));
        }
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
