package dev.fairlead.service.database;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A JDBC URL of PostgreSQL, completed by the settings that survived the loss of a primary's region; what the operator set
 * stays as it is.
 *
 * @param hosts as they stand between the slashes
 */
record DatabaseUrl(String hosts, String database, Map<String, String> parameters) {

    private static final String PREFIX = "jdbc:postgresql://";

    /** Seconds, except for the first and the fourth. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "targetServerType", "primary",
            "connectTimeout", "3",
            "socketTimeout", "8",
            "tcpKeepAlive", "true",
            "loginTimeout", "10",
            "hostRecheckSeconds", "1");

    /** A statement of a migration takes as long as it takes; only a primary that is silent for long is given up. */
    private static final String MIGRATION_SOCKET_TIMEOUT = "600";

    DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /** Refuses what is none, without repeating it: a password may stand in it. */
    static DatabaseUrl parse(String url) {
        int path = url.indexOf('/', PREFIX.length());
        if (!url.startsWith(PREFIX) || path < 0) {
            throw new IllegalArgumentException(
                    "spring.datasource.url is not jdbc:postgresql://host[,host...]/database");
        }
        int query = url.indexOf('?', path);
        Map<String, String> given = query < 0
                ? Map.of()
                : Arrays.stream(url.substring(query + 1).split("&"))
                        .filter(parameter -> !parameter.isEmpty())
                        .map(parameter -> parameter.split("=", 2))
                        .collect(Collectors.toMap(
                                parameter -> parameter[0],
                                parameter -> parameter.length == 1 ? "" : parameter[1],
                                (first, last) -> last));
        return new DatabaseUrl(
                url.substring(PREFIX.length(), path), url.substring(path + 1, query < 0 ? url.length() : query), given);
    }

    boolean several() {
        return hosts.indexOf(',') >= 0;
    }

    /** Leads to the primary and to nobody else. */
    String ofPrimary() {
        return text(Map.of());
    }

    /** Leads to the primary, or to a replica while there is none. */
    String ofAnyone() {
        return text(Map.of("targetServerType", "preferPrimary"));
    }

    /** Leads to the primary, which may take its time. */
    String ofMigrations() {
        return text(
                parameters.containsKey("socketTimeout") ? Map.of() : Map.of("socketTimeout", MIGRATION_SOCKET_TIMEOUT));
    }

    private String text(Map<String, String> decided) {
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        all.putAll(parameters);
        all.putAll(decided);
        Set<Map.Entry<String, String>> entries = all.entrySet();
        return entries.stream()
                .sorted(Map.Entry.comparingByKey())
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&", PREFIX + hosts + "/" + database + "?", ""));
    }
}
