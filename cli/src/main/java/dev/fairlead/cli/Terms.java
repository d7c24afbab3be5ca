package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** On what terms something is changed. */
final class Terms extends Foresight {

    @Option(names = "--force", paramLabel = "RULE", split = ",", description = "Safety rules to overrule, by name.")
    private List<String> force = new ArrayList<>();

    @Option(names = "--force-reason", paramLabel = "TEXT", description = "Why; needed with --force.")
    private @Nullable String forceReason;

    @Override
    List<String> query() {
        List<String> query = super.query();
        force.forEach(rule -> query.add("force=" + encoded(rule)));
        if (forceReason != null) {
            query.add("forceReason=" + encoded(forceReason));
        }
        return query;
    }
}
