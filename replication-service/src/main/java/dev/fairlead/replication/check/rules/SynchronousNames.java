package dev.fairlead.replication.check.rules;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The setting {@code synchronous_standby_names}: a commit waits for so many of these standbys. PostgreSQL compares names without
 * regard to case; whether it takes any of them or the first ones makes no difference to what a commit is known by.
 */
record SynchronousNames(int count, Set<String> names) {

    private static final Pattern COUNTED = Pattern.compile(
            "\\s*(?:(?:any|first)\\s+)?(\\d+)\\s*\\((.*)\\)\\s*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("\"((?:[^\"]|\"\")*)\"|([^,\\s]+)");

    static SynchronousNames parse(String text) {
        Matcher counted = COUNTED.matcher(text);
        if (counted.matches()) {
            return new SynchronousNames(Integer.parseInt(counted.group(1)), names(counted.group(2)));
        }
        Set<String> names = names(text);
        return new SynchronousNames(names.isEmpty() ? 0 : 1, names);
    }

    private static Set<String> names(String list) {
        return NAME.matcher(list)
                .results()
                .map(name ->
                        name.group(1) == null ? name.group(2) : name.group(1).replace("\"\"", "\""))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** As it has to be written so that a commit waits for any so many of these. */
    static String any(int count, List<String> names) {
        return "ANY %d (%s)"
                .formatted(
                        count,
                        names.stream()
                                .map(name -> '"' + name.replace("\"", "\"\"") + '"')
                                .collect(Collectors.joining(", ")));
    }
}
