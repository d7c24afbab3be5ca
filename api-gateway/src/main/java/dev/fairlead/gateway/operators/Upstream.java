package dev.fairlead.gateway.operators;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The services behind the gateway and what of them operators reach. What is not listed does not exist for operators:
 * a check on an address of the caller's choice, for one, is for the services alone.
 */
enum Upstream {
    TRAFFIC(
            List.of(
                    "/v1/data-centers/**",
                    "/v1/applications/**",
                    "/v1/overrides/**",
                    "/v1/restores",
                    "/v1/rtt",
                    "/v1/demand",
                    "/v1/arrivals"),
            List.of("/v1/intent", "/v1/plans", "/v1/regions"),
            "data planes keep obeying the last plans; health, freshness and data planes can be read"),
    HEALTH(
            List.of(),
            List.of("/v1/verdicts", "/v1/transitions", "/v1/vantage-points", "/v1/observations"),
            "traffic stays where it is, because unknown health moves nobody; overrides still act"),
    REPLICATION(
            List.of("/v1/databases/**", "/v1/takeovers/**", "/v1/switchovers/**"),
            List.of("/v1/freshness"),
            "plans go on with the last known freshness until it is too old; overrides still act"),
    DEPLOY(
            List.of("/v1/rollouts/**", "/v1/evacuations/**", "/v1/drills/**", "/v1/drill-schedules/**", "/v1/runs/**"),
            List.of("/v1/versions"),
            "runs wait where they are and go on by themselves; steering is not affected");

    /** What the gateway answers itself. */
    private static final List<PathPattern> LOCAL =
            parse(List.of("/v1/data-planes/**", "/v1/discover/*", "/v1/applications/*/mode"));

    private final List<PathPattern> resources;
    private final List<PathPattern> readings;
    private final String stillWorks;

    /**
     * @param resources reached with every method
     * @param readings reached with GET only
     * @param stillWorks what operators can count on while the service is away
     */
    Upstream(List<String> resources, List<String> readings, String stillWorks) {
        this.resources = parse(resources);
        this.readings = parse(readings);
        this.stillWorks = stillWorks;
    }

    /** The name of its group of clients, under which its address is configured. */
    String group() {
        return name().toLowerCase(Locale.ROOT);
    }

    String service() {
        return group() + "-service";
    }

    String stillWorks() {
        return stillWorks;
    }

    boolean exposes(HttpMethod method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        if (LOCAL.stream().anyMatch(pattern -> pattern.matches(parsed))) {
            return false;
        }
        Stream<PathPattern> reachable =
                method == HttpMethod.GET ? Stream.concat(resources.stream(), readings.stream()) : resources.stream();
        return reachable.anyMatch(pattern -> pattern.matches(parsed));
    }

    /** Whether operators reach it at all, here or behind. */
    static boolean anyExposes(HttpMethod method, String path) {
        return LOCAL.stream().anyMatch(pattern -> pattern.matches(PathContainer.parsePath(path)))
                || Arrays.stream(values()).anyMatch(upstream -> upstream.exposes(method, path));
    }

    private static List<PathPattern> parse(List<String> patterns) {
        return patterns.stream().map(PathPatternParser.defaultInstance::parse).toList();
    }
}
