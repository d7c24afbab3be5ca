package dev.fairlead.service.tls;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.testing.ServiceCertificates.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.testing.ServiceCertificates;
import dev.fairlead.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ServiceTlsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static TestAuthority authority;

    @TempDir
    Path directory;

    private ServiceCertificates files = new ServiceCertificates(Path.of(""));

    @BeforeAll
    static void certify() {
        authority = TestAuthority.in(folder);
        authority.issue("traffic-east", identity("east", "traffic-service"));
        authority.issue("renewed", identity("east", "traffic-service"));
        authority.issue("nameless", "ip:127.0.0.1");
        authority.issue("ambiguous", identity("east", "traffic-service") + ",uri:https://www.example");
    }

    @BeforeEach
    void install() {
        files = new ServiceCertificates(directory).install(authority, "traffic-east");
    }

    @Test
    void knowsItsIdentityByItsCertificate() {
        withBundles(bundles -> assertThat(new ServiceTls(bundles, "services", "east", "traffic-service").identity())
                .hasToString("spiffe://fairlead.test/region/east/service/traffic-service"));
    }

    @Test
    void refusesTheCertificateOfAnotherRegionOrService() {
        withBundles(bundles -> {
            assertThatThrownBy(() -> new ServiceTls(bundles, "services", "west", "traffic-service"))
                    .hasMessageContaining("the traffic-service of region east")
                    .hasMessageContaining("this is the traffic-service of region west");
            assertThatThrownBy(() -> new ServiceTls(bundles, "services", "east", "health-service"))
                    .hasMessageContaining("this is the health-service of region east");
        });
    }

    @Test
    void refusesACertificateThatNamesNoServiceOrMoreThanThat() {
        for (String name : List.of("nameless", "ambiguous")) {
            files.install(authority, name);
            withBundles(
                    bundles -> assertThatThrownBy(() -> new ServiceTls(bundles, "services", "east", "traffic-service"))
                            .hasMessageContaining("names no service"));
        }
    }

    @Test
    void refusesABundleWithoutAuthorities() {
        runner(files.bundle("services").stream()
                        .filter(setting -> !setting.contains("truststore"))
                        .toList())
                .run(context -> assertThatThrownBy(() -> new ServiceTls(
                                context.getBean(SslBundles.class), "services", "east", "traffic-service"))
                        .hasMessageContaining("no truststore"));
    }

    @Test
    void keepsWhatItHasWhileOnlyHalfOfTheFilesIsReplaced() throws IOException {
        ServiceCertificates others = new ServiceCertificates(Files.createDirectory(directory.resolve("others")))
                .install(authority, "renewed");
        List<String> settings = new ArrayList<>(files.bundle("services"));
        settings.addAll(others.bundle("others"));
        runner(settings).run(context -> {
            SslBundles bundles = context.getBean(SslBundles.class);
            AtomicInteger seen = new AtomicInteger();
            bundles.addBundleUpdateHandler("others", renewed -> seen.incrementAndGet());
            ServiceTls tls = new ServiceTls(bundles, "services", "east", "traffic-service");
            SSLContext first = tls.context();

            files.installKey(authority, "renewed");
            for (int round = 1; round <= 2; round++) { // the first may be seen before the key, the second is after it
                int before = seen.get();
                others.install(authority, "renewed");
                eventually(PATIENCE, () -> assertThat(seen).hasValueGreaterThan(before));
            }
            assertThat(tls.context()).isSameAs(first);

            files.install(authority, "renewed");
            eventually(PATIENCE, () -> assertThat(tls.context()).isNotSameAs(first));
        });
    }

    private interface Check {
        void on(SslBundles bundles) throws IOException;
    }

    private void withBundles(Check check) {
        runner(files.bundle("services")).run(context -> check.on(context.getBean(SslBundles.class)));
    }

    private static ApplicationContextRunner runner(List<String> settings) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(settings.stream()
                        .map(setting -> setting.substring("--".length()))
                        .toArray(String[]::new));
    }
}
