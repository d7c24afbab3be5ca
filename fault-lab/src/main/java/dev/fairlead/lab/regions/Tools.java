package dev.fairlead.lab.regions;

import dev.fairlead.lab.fabric.Fabric;
import dev.fairlead.quickstart.demo.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs beside Fairlead's own, which {@code system-tests/setup} gets. */
final class Tools {

    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");
    private static final String SETUP = "%s is not installed: run system-tests/setup";

    private final Path home;

    /** @param home the checkout */
    Tools(Path home) {
        this.home = home;
    }

    /** What this machine lacks for three regions; empty when nothing. */
    Optional<String> lacking() {
        return Fabric.lacking()
                .or(() -> findEtcd().isPresent() ? Optional.empty() : Optional.of(SETUP.formatted("etcd")))
                .or(() -> findPostgresql().isPresent() ? Optional.empty() : Optional.of(SETUP.formatted("PostgreSQL")))
                .or(() -> Files.isDirectory(patroni()) ? Optional.empty() : Optional.of(SETUP.formatted("Patroni")));
    }

    Path etcd() {
        return findEtcd().orElseThrow(() -> new DemoException(SETUP.formatted("etcd")));
    }

    private static Optional<Path> findEtcd() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "etcd"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** The programs of the newest server with {@code pg_basebackup} and {@code pg_rewind}, which the packaged one lacks. */
    Path postgresql() {
        return findPostgresql().orElseThrow(() -> new DemoException(SETUP.formatted("PostgreSQL")));
    }

    private static Optional<Path> findPostgresql() {
        try (Stream<Path> versions = Files.list(POSTGRESQL)) {
            return versions.filter(
                            version -> Files.isExecutable(version.resolve("bin").resolve("pg_rewind")))
                    .max(Comparator.comparing(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Patroni's packages, for {@code PYTHONPATH}. */
    Path patroni() {
        return home.resolve(".fairlead").resolve("tools").resolve("patroni");
    }
}
