package dev.fairlead.gateway.envoy;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import dev.fairlead.testing.TestAuthority;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** An xDS server that shows a certificate and wants one, with a real Envoy before it. */
class EnvoyTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String GROUP = "edge";

    private final int port = Ports.next();
    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private TestAuthority authority;

    @SuppressWarnings("NullAway.Init")
    private XdsServer xds;

    @SuppressWarnings("NullAway.Init")
    private EnvoyDataPlane plane;

    @BeforeEach
    void serve() throws IOException {
        authority = TestAuthority.in(Files.createDirectory(directory.resolve("authority")));
        authority.issue("gateway", "ip:127.0.0.1");
        authority.issue("envoy", "dns:envoy");
        bundles.registerBundle("xds", bundle("gateway"));
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
        xds = new XdsServer(address, XdsTls.of(bundles, "xds"));
        plane = new EnvoyDataPlane(
                GROUP,
                new EnvoySettings("127.0.0.1", port, "xds", GROUP, Ports.next(), Clientele.ANYWHERE, List.of()),
                xds);
    }

    @AfterEach
    void end() {
        xds.close();
    }

    private SslBundle bundle(String name) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(file(authority.certificate(name)))
                        .withPrivateKey(file(authority.key(name))),
                PemSslStoreDetails.forCertificate(file(authority.certificate()))));
    }

    private static String file(Path path) {
        return "file:" + path;
    }

    private EnvoyServer envoy(TestAuthority issuer, String name) {
        EnvoyServer envoy = EnvoyServer.create(
                GROUP,
                port,
                Ports.next(),
                new EnvoyServer.Tls(issuer.certificate(name), issuer.key(name), authority.certificate()));
        envoy.start();
        return envoy;
    }

    @Test
    void steersAnEnvoyThatItsAuthorityCertifiedAndThatNamesItsGroupInItsMetadata() {
        try (EnvoyServer envoy = envoy(authority, "envoy")) {
            eventually(PATIENCE, () -> assertThatCode(this::obey).doesNotThrowAnyException());
            assertThat(xds.nodes().of(GROUP)).hasSize(1);
            assertThat(envoy.admin("/listeners")).contains("fairlead");
        }
    }

    @Test
    void letsNobodyInWhomAnotherAuthorityCertifiedOrWhoseTimeIsOver() throws IOException {
        TestAuthority foreign = TestAuthority.in(Files.createDirectory(directory.resolve("foreign")));
        foreign.issue("envoy", "dns:envoy");
        authority.issueExpired("late", "dns:envoy");
        try (EnvoyServer stranger = envoy(foreign, "envoy");
                EnvoyServer late = envoy(authority, "late")) {
            for (EnvoyServer refused : List.of(stranger, late)) {
                eventually(
                        PATIENCE,
                        () -> assertThat(refused.admin("/stats?filter=cluster.xds.upstream_cx_destroy%24"))
                                .matches("cluster.xds.upstream_cx_destroy: [1-9][0-9]*\\s*"));
            }
            assertThat(xds.nodes().of(GROUP)).isEmpty();
            assertThatThrownBy(this::obey)
                    .isInstanceOf(DataPlaneException.class)
                    .hasMessageContaining("no Envoy of group edge is connected");
        }
    }

    @Test
    void saysWhyAnEnvoyWhoseTimeIsOverIsNotLetIn() {
        authority.issueExpired("late", "dns:envoy");
        try (EnvoyServer late = envoy(authority, "late")) {
            eventually(PATIENCE, () -> {
                assertThat(late.admin("/stats?filter=cluster.xds.upstream_cx_destroy%24"))
                        .matches("cluster.xds.upstream_cx_destroy: [1-9][0-9]*\\s*");
                assertThatThrownBy(this::obey)
                        .hasMessageContaining("no Envoy of group edge is connected")
                        .hasMessageContaining("CertificateExpiredException: NotAfter");
            });
        }
    }

    @Test
    void showsARenewedCertificateFromTheNextConnectionOnAndKeepsItWhereTheNextRenewalIsBad() {
        assertThat(shown()).isEqualTo(authority.serial("gateway"));

        authority.issue("renewed", "ip:127.0.0.1");
        bundles.updateBundle("xds", bundle("renewed"));
        assertThat(shown()).isEqualTo(authority.serial("renewed"));

        bundles.updateBundle(
                "xds",
                SslBundle.of(
                        new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(file(authority.certificate())))));
        assertThat(shown()).isEqualTo(authority.serial("renewed"));
    }

    private void obey() {
        EnvoyResources desired = plane.desired(List.of());
        plane.apply(desired, plane.observe());
        plane.verify(desired, EnvoyResources.NONE);
    }

    private BigInteger shown() {
        try (SSLSocket socket =
                (SSLSocket) authority.context("envoy").getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSerialNumber();
        } catch (IOException e) {
            throw new UncheckedIOException("no handshake with the xDS server", e);
        }
    }
}
