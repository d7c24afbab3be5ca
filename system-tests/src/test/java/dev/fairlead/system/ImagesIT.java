package dev.fairlead.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The container images, started as the chart starts them. Run by {@code system-tests/images check}, which makes them. */
@Tag("kubernetes")
class ImagesIT {

    private static final String ROLE = "service";
    private static final String[] RESTRICTED = {
        "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"
    };

    @TempDir
    Path folder;

    private Path token;

    @BeforeEach
    void writeServiceToken() throws IOException {
        token = Files.writeString(folder.resolve("token"), "a token that only this test knows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"traffic-service", "health-service", "replication-service", "deploy-service", "api-gateway"})
    void getsReadyWithoutRootOrAWritableFileSystem(String service) {
        try (TestDatabase database = TestDatabase.create(ROLE);
                ServiceContainer container = ServiceContainer.start(image(service), database, token, RESTRICTED)) {
            container.awaitReady();
            assertThat(container.exec("id", "-u")).isEqualTo("65532");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"traffic-service", "health-service", "replication-service", "deploy-service", "api-gateway"})
    void readsMostClassesFromTheCacheInTheImage(String service) {
        try (TestDatabase database = TestDatabase.create(ROLE);
                ServiceContainer container = ServiceContainer.start(
                        image(service),
                        database,
                        token,
                        "--env",
                        "JAVA_TOOL_OPTIONS=-Xlog:class+load:file=/tmp/classes.log")) {
            container.awaitReady();
            int all = Integer.parseInt(container.exec("grep", "-c", "source:", "/tmp/classes.log"));
            int cached = Integer.parseInt(container.exec("grep", "-c", "shared objects file", "/tmp/classes.log"));
            assertThat(cached).as("of %d", all).isGreaterThan(all / 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"traffic-service", "api-gateway"})
    void keepsWhatSeldomChangesInALayerOfItsOwn(String service) {
        try (TestDatabase database = TestDatabase.create(ROLE);
                ServiceContainer container = ServiceContainer.start(image(service), database, token)) {
            assertThat(container.exec("ls", "/fairlead/lib")).contains("spring-core-");
            long own = Long.parseLong(container.exec("stat", "-c", "%s", "/fairlead/service.jar"));
            assertThat(own).as("bytes without libraries").isLessThan(2_000_000);
        }
    }

    /** Root on a writable file system could write anywhere: what it wrote nowhere, it does not need to write. */
    @ParameterizedTest
    @ValueSource(strings = {"traffic-service", "api-gateway"})
    void writesOnlyToItsTemporaryAndItsStateDirectory(String service) {
        try (TestDatabase database = TestDatabase.create(ROLE);
                ServiceContainer idle =
                        ServiceContainer.start(image(service), database, token, "--user", "0", "--entrypoint", "true");
                ServiceContainer container = ServiceContainer.start(image(service), database, token, "--user", "0")) {
            container.awaitReady();
            assertThat(container.written()).isEqualTo(idle.written());
        }
    }

    private static String image(String service) {
        return "fairlead/%s:%s".formatted(service, version());
    }

    private static String version() {
        return Objects.requireNonNull(
                System.getProperty("fairlead.images.version"), "run by system-tests/images check");
    }
}
