package dev.fairlead.system.kubernetes;

import dev.fairlead.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Certificates of a release's services, and by another authority one that its gateway shows people. As values: {@code tls: {
 * enabled: true, operatorsSecret: shown-to-people }}.
 */
final class Certificates {

    /** A service of another region. */
    static final String STRANGER = "stranger";

    private static final List<String> SERVICES =
            List.of("api-gateway", "traffic-service", "health-service", "replication-service", "deploy-service");
    private static final String SHOWN_TO_PEOPLE = "shown-to-people";

    private final TestAuthority services;
    private final TestAuthority people;

    Certificates(Path folder, String region) {
        try {
            services = TestAuthority.in(Files.createDirectory(folder.resolve("services")));
            people = TestAuthority.in(Files.createDirectory(folder.resolve("people")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SERVICES.forEach(service ->
                services.issue(service, "uri:%s,dns:%s".formatted(identity(region, service), Release.name(service))));
        services.issue(STRANGER, "uri:" + identity("elsewhere", "deploy-service"));
    }

    private static String identity(String region, String service) {
        return "spiffe://fairlead.test/region/%s/service/%s".formatted(region, service);
    }

    /** Lays them into the secrets that the values name. */
    void secrets(Cluster cluster) {
        SERVICES.forEach(service -> secret(cluster, "fairlead-%s-tls".formatted(service), services, service));
        people.issue(SHOWN_TO_PEOPLE, "ip:" + cluster.address());
        secret(cluster, SHOWN_TO_PEOPLE, people, SHOWN_TO_PEOPLE);
    }

    /** Whatever is shown, those who are let in by a certificate are services. */
    private void secret(Cluster cluster, String secret, TestAuthority authority, String name) {
        try {
            cluster.secret(
                    secret,
                    Map.of(
                            "tls.crt", Files.readString(authority.certificate(name)),
                            "tls.key", Files.readString(authority.key(name)),
                            "ca.crt", Files.readString(services.certificate())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For people: believes what the gateway shows them. */
    SSLContext ofPeople() {
        return people.contextOfNobody();
    }

    /** For curl: believes services, shows nothing. */
    List<String> ofNobody() {
        return List.of("--cacert", services.certificate().toString());
    }

    /** For curl: believes services, shows the certificate of this one. */
    List<String> of(String name) {
        return shown(services, name);
    }

    /** For curl: believes services, shows what their authority did not certify. */
    List<String> ofForeigner() {
        return shown(people, SHOWN_TO_PEOPLE);
    }

    private List<String> shown(TestAuthority authority, String name) {
        return List.of(
                "--cacert",
                services.certificate().toString(),
                "--cert",
                authority.certificate(name).toString(),
                "--key",
                authority.key(name).toString());
    }
}
