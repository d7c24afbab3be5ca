package dev.fairlead.system.kubernetes;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of a service.
 *
 * @param address with the port at which it listens
 */
record Pod(String name, String service, String address) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Asks it as its fellows do: under the name of its service, with the service token.
     *
     * @param options of curl's
     * @return its answer, and in a line of its own the status
     */
    Commands.Output ask(String path, List<String> options) {
        return curl(
                "https",
                path,
                Stream.concat(Stream.of("--header", "Authorization: Bearer " + Release.SERVICE_TOKEN), options.stream())
                        .toList());
    }

    /** Asks it without TLS. */
    Commands.Output askPlainly(String path) {
        return curl("http", path, List.of());
    }

    private Commands.Output curl(String scheme, String path, List<String> options) {
        return Commands.run(
                PATIENCE,
                Stream.of(
                                List.of("curl", "--silent", "--show-error", "--max-time", "10"),
                                List.of("--connect-to", "::" + address, "--write-out", "\n%{http_code}"),
                                options,
                                List.of("%s://%s%s".formatted(scheme, Release.name(service), path)))
                        .flatMap(List::stream)
                        .toList());
    }
}
