package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;
import static java.util.Objects.requireNonNullElseGet;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.InvalidFieldException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is probed, and when it counts as up, slow or down.
 *
 * @param path for HTTP
 * @param intervalMs start to start; absent: as the application's uptime objective has it
 * @param timeoutMs of one probe
 * @param confirmEveryMs distance of the overlapping probes that follow at once on a first failure
 * @param fall failures in a row until down
 * @param rise successes in a row until up
 * @param host whom a probe asks for: the {@code Host} of HTTP, the authority of gRPC, the server name of TLS; absent: the
 *     application's host
 * @param headers of the request, for HTTP
 * @param expect what the answer has to be, for HTTP
 * @param tls absent: the probe speaks in clear
 * @param service whose health gRPC is asked for; empty: the server's as a whole
 * @param slowMs latency beyond which a passing endpoint counts as slow; absent: as the application's latency class has it
 * @param holdConnection whether a connection is held open beside the probes, whose end brings the next probe forward
 */
public record HealthCheck(
        Kind kind,
        String path,
        @Nullable Integer intervalMs,
        Integer timeoutMs,
        Integer confirmEveryMs,
        Integer fall,
        Integer rise,
        @Nullable String host,
        Map<String, String> headers,
        Expectation expect,
        @Nullable Tls tls,
        String service,
        @Nullable Integer slowMs,
        ErrorRate errorRate,
        HoldDown holdDown,
        Boolean holdConnection) {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+"); // RFC 9110, section 5.6.2

    public HealthCheck {
        kind = requireNonNullElse(kind, Kind.HTTP);
        path = requireNonNullElse(path, "/healthz");
        if (!path.startsWith("/") || !visible(path)) {
            throw new InvalidFieldException("path", "path does not start with / or has blanks or control characters");
        }
        if (intervalMs != null) {
            inRange(intervalMs, 100, 3_600_000, "intervalMs");
        }
        timeoutMs = (int) inRange(requireNonNullElse(timeoutMs, 500), 10, 60_000, "timeoutMs");
        confirmEveryMs = (int) inRange(requireNonNullElse(confirmEveryMs, 100), 10, 60_000, "confirmEveryMs");
        fall = (int) inRange(requireNonNullElse(fall, 3), 1, 100, "fall");
        rise = (int) inRange(requireNonNullElse(rise, 2), 1, 100, "rise");
        if (host != null && (host.isEmpty() || !visible(host))) {
            throw new InvalidFieldException("host", "host is empty or has blanks or control characters");
        }
        headers = named(headers);
        expect = requireNonNullElseGet(expect, Expectation::defaults);
        service = requireNonNullElse(service, "");
        if (service.length() > 200 || !visible(service)) {
            throw new InvalidFieldException(
                    "service", "service is longer than 200 or has blanks or control characters");
        }
        if (slowMs != null) {
            inRange(slowMs, 1, timeoutMs, "slowMs");
        }
        errorRate = requireNonNullElseGet(errorRate, ErrorRate::defaults);
        holdDown = requireNonNullElseGet(holdDown, HoldDown::defaults);
        holdConnection = requireNonNullElse(holdConnection, false);
        requireFitting(kind, tls);
    }

    /** What every kind of check has; the rest as by default. */
    @SuppressWarnings("NullAway") // every component has a default
    public HealthCheck(
            Kind kind,
            String path,
            Integer intervalMs,
            Integer timeoutMs,
            Integer confirmEveryMs,
            Integer fall,
            Integer rise) {
        this(
                kind,
                path,
                intervalMs,
                timeoutMs,
                confirmEveryMs,
                fall,
                rise,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    @SuppressWarnings("NullAway") // every component has a default
    public static HealthCheck defaults() {
        return new HealthCheck(null, null, null, null, null, null, null);
    }

    @Override
    public Integer intervalMs() {
        return requireNonNullElse(intervalMs, UptimeDefaults.NO_OBJECTIVE.intervalMs());
    }

    /** The same with another hold-down. */
    public HealthCheck with(HoldDown other) {
        return with(intervalMs, slowMs, other);
    }

    /** The same, and what it leaves out as an uptime objective and a latency class have it. */
    HealthCheck filled(UptimeDefaults defaults, LatencyClass latency) {
        return with(
                requireNonNullElse(intervalMs, defaults.intervalMs()),
                slowMs == null ? latency.slowMs(timeoutMs) : slowMs,
                holdDown);
    }

    private HealthCheck with(@Nullable Integer otherIntervalMs, @Nullable Integer otherSlowMs, HoldDown otherHoldDown) {
        return new HealthCheck(
                kind,
                path,
                otherIntervalMs,
                timeoutMs,
                confirmEveryMs,
                fall,
                rise,
                host,
                headers,
                expect,
                tls,
                service,
                otherSlowMs,
                errorRate,
                otherHoldDown,
                holdConnection);
    }

    private static void requireFitting(Kind kind, @Nullable Tls tls) {
        if (kind == Kind.POSTGRESQL && tls != null) {
            throw new InvalidFieldException("tls", "PostgreSQL is asked before it speaks TLS: it needs no tls");
        }
    }

    private static boolean visible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static Map<String, String> named(@Nullable Map<String, String> headers) {
        Map<String, String> given = requireNonNullElse(headers, Map.of());
        given.forEach((name, value) -> {
            if (!TOKEN.matcher(name).matches()) {
                throw new InvalidFieldException("headers", "'%s' is not the name of a header".formatted(name));
            }
            if (value == null || value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new InvalidFieldException(
                        "headers", "header %s has no value or one with control characters".formatted(name));
            }
        });
        return Map.copyOf(given);
    }

    /** What a probe speaks. */
    public enum Kind {
        @JsonProperty("http")
        HTTP,
        /** Also what a kind of a newer version is read as: that it listens is part of every check. */
        @JsonEnumDefaultValue
        @JsonProperty("tcp")
        TCP,
        /** {@code grpc.health.v1.Health/Check}. */
        @JsonProperty("grpc")
        GRPC,
        /** Whether it accepts connections, as pg_isready asks. */
        @JsonProperty("postgresql")
        POSTGRESQL
    }

    /**
     * What an HTTP answer has to be.
     *
     * @param statuses a status or a range such as {@code 200-299}; default {@code 200-399}
     * @param body text that the body contains; absent: any body
     * @param headers names, and the text that each contains; empty text: it is there
     */
    public record Expectation(
            List<String> statuses, @Nullable String body, Map<String, String> headers) {

        private static final Pattern RANGE = Pattern.compile("([1-5]\\d\\d)(?:-([1-5]\\d\\d))?");

        public Expectation {
            statuses = elements(requireNonNullElse(statuses, List.of("200-399")), "statuses");
            for (String range : statuses) {
                Matcher matcher = RANGE.matcher(range);
                if (!matcher.matches()
                        || (matcher.group(2) != null && matcher.group(1).compareTo(matcher.group(2)) > 0)) {
                    throw new InvalidFieldException(
                            "statuses", "'%s' is not a status or a range such as 200-299".formatted(range));
                }
            }
            if (body != null && (body.isEmpty() || body.length() > 1_000)) {
                throw new InvalidFieldException("body", "body is empty or longer than 1000 characters");
            }
            headers = named(headers);
        }

        @SuppressWarnings("NullAway") // every component has a default
        static Expectation defaults() {
            return new Expectation(null, null, null);
        }

        public boolean allows(int status) {
            for (String range : statuses) {
                int first = Integer.parseInt(range, 0, 3, 10);
                int last = range.length() == 3 ? first : Integer.parseInt(range, 4, 7, 10);
                if (first <= status && status <= last) {
                    return true;
                }
            }
            return false;
        }

        /** Whether nothing but the status counts. */
        public boolean ofStatusOnly() {
            return body == null && headers.isEmpty();
        }
    }

    /**
     * How a probe speaks TLS.
     *
     * @param verify whether the certificate has to be trusted and to be the server name's; default true
     * @param minimumDaysLeft until the certificate expires; fewer fail the probe
     */
    public record Tls(Boolean verify, Integer minimumDaysLeft) {

        public Tls {
            verify = requireNonNullElse(verify, true);
            minimumDaysLeft = (int) inRange(requireNonNullElse(minimumDaysLeft, 0), 0, 365, "minimumDaysLeft");
        }
    }

    /**
     * Down although no {@code fall} failures came in a row: whoever fails half of its requests is left once, not again and again.
     *
     * @param percent of the last {@code of} probes that failed
     */
    public record ErrorRate(Integer percent, Integer of) {

        public ErrorRate {
            percent = (int) inRange(requireNonNullElse(percent, 40), 1, 100, "percent");
            of = (int) inRange(requireNonNullElse(of, 20), 2, 1_000, "of");
        }

        @SuppressWarnings("NullAway") // every component has a default
        static ErrorRate defaults() {
            return new ErrorRate(null, null);
        }
    }

    /**
     * For how long, without a failure, an endpoint that was down has to pass. It doubles with each relapse.
     *
     * @param mostMs beyond which it does not grow; whoever stayed up for that long begins anew
     */
    public record HoldDown(Integer firstMs, Integer mostMs) {

        public HoldDown {
            firstMs = (int) inRange(requireNonNullElse(firstMs, 2_000), 0, 3_600_000, "firstMs");
            mostMs = (int)
                    inRange(requireNonNullElse(mostMs, Math.max(firstMs, 300_000)), firstMs, 86_400_000, "mostMs");
        }

        @SuppressWarnings("NullAway") // every component has a default
        static HoldDown defaults() {
            return new HoldDown(null, null);
        }
    }
}
