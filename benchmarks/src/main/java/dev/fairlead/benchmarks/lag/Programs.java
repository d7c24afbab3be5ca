package dev.fairlead.benchmarks.lag;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which PostgreSQL. */
public enum Programs {
    /** The newest that is installed as Debian does it. */
    DEBIAN {
        @Override
        Optional<PostgresServer> create(Path data, Map<String, String> settings) {
            return debian().map(programs -> PostgresServer.create(programs, data, FreePorts.next(), settings));
        }
    },
    /** The one that the demo brings along. */
    PACKAGED {
        @Override
        Optional<PostgresServer> create(Path data, Map<String, String> settings) {
            return Optional.of(PostgresServer.create(data, FreePorts.next(), settings));
        }
    };

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    /** A primary that is not started; empty: this PostgreSQL is not there. */
    abstract Optional<PostgresServer> create(Path data, Map<String, String> settings);

    /** The folder of the newest that is installed as Debian does it. */
    public static Optional<Path> debian() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.filter(version -> version.getFileName().toString().matches("\\d{1,4}"))
                    .filter(version -> Files.isExecutable(version.resolve("bin").resolve("initdb")))
                    .max(Comparator.comparing(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
