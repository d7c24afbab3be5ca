package dev.fairlead.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Certificates as a cluster lays them before a service: three files, replaced when they are renewed. */
public final class ServiceCertificates {

    private final Path directory;

    public ServiceCertificates(Path directory) {
        this.directory = directory;
    }

    /** The alternative name of a service on this machine. */
    public static String identity(String region, String service) {
        return "uri:spiffe://fairlead.test/region/%s/service/%s,ip:127.0.0.1".formatted(region, service);
    }

    /** Lays the files of this name there, instead of those before. */
    public ServiceCertificates install(TestAuthority authority, String name) {
        replace(authority.certificate(), "ca.crt");
        replace(authority.key(name), "tls.key");
        replace(authority.certificate(name), "tls.crt");
        return this;
    }

    /** Lays only the key of this name there, as in the midst of a renewal. */
    public void installKey(TestAuthority authority, String name) {
        replace(authority.key(name), "tls.key");
    }

    /** The settings of a bundle with these files, as a service is given them. */
    public List<String> bundle(String name) {
        String pem = "--spring.ssl.bundle.pem." + name;
        return List.of(
                pem + ".reload-on-update=true",
                pem + ".keystore.verify-keys=true",
                pem + ".keystore.certificate=file:" + directory.resolve("tls.crt"),
                pem + ".keystore.private-key=file:" + directory.resolve("tls.key"),
                pem + ".truststore.certificate=file:" + directory.resolve("ca.crt"),
                "--spring.ssl.bundle.watch.file.quiet-period=100ms");
    }

    private void replace(Path from, String name) {
        try {
            Path draft = Files.copy(from, directory.resolve(name + ".new"), StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
