package dev.fairlead.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of its own for the certificates of a test, made by the JDK's {@code keytool}. */
public final class TestAuthority {

    private static final String PASSWORD = "only-for-tests";
    private static final String SELF = "authority";

    private final Path directory;
    private final Path store;

    private TestAuthority(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("store.p12");
    }

    /**
     * A new authority.
     *
     * @param directory an empty one, which stays the caller's to remove
     */
    public static TestAuthority in(Path directory) {
        TestAuthority authority = new TestAuthority(directory);
        authority.generate(SELF, List.of("-ext", "bc:c"));
        authority.writePem(authority.certificate(), "CERTIFICATE", authority.encodedCertificate(SELF));
        return authority;
    }

    /**
     * Certifies somebody, whose files are from then on {@link #certificate(String)} and {@link #key(String)}.
     *
     * @param name also the common name
     * @param alternativeName as keytool takes it, such as {@code ip:127.0.0.1}, several by comma
     */
    public void issue(String name, String alternativeName) {
        issue(name, alternativeName, List.of());
    }

    /** Certifies somebody until yesterday. */
    public void issueExpired(String name, String alternativeName) {
        issue(name, alternativeName, List.of("-startdate", "-3d"));
    }

    private void issue(String name, String alternativeName, List<String> more) {
        List<String> all = new ArrayList<>(List.of("-signer", SELF, "-ext", "san=" + alternativeName));
        all.addAll(more);
        generate(name, all);
        writePem(certificate(name), "CERTIFICATE", encodedCertificate(name));
        writePem(key(name), "PRIVATE KEY", privateKey(name).getEncoded());
    }

    /** PEM file of the authority itself. */
    public Path certificate() {
        return certificate(SELF);
    }

    /** PEM file. */
    public Path certificate(String name) {
        return directory.resolve(name + ".crt");
    }

    /** PEM file, PKCS #8 without a password. */
    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    /** Its serial number. */
    public BigInteger serial(String name) {
        try {
            return ((X509Certificate) load().getCertificate(name)).getSerialNumber();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate of " + name, e);
        }
    }

    /** Shows the certificate of this name and trusts whom this authority certified. */
    public SSLContext context(String name) {
        return context(name, this);
    }

    /** Shows the certificate of this name, but trusts whom another authority certified. */
    public SSLContext context(String name, TestAuthority trusted) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry(name, privateKey(name), PASSWORD.toCharArray(), load().getCertificateChain(name));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, PASSWORD.toCharArray());
            return context(keys.getKeyManagers(), trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context for " + name, e);
        }
    }

    /** Shows no certificate and trusts whom this authority certified. */
    public SSLContext contextOfNobody() {
        try {
            return context(new KeyManager[0], this);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no TLS context", e);
        }
    }

    private static SSLContext context(KeyManager[] keys, TestAuthority authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(SELF, authority.load().getCertificate(SELF));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);

        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private void generate(String name, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1", // the one that every server takes
                "-validity",
                "2"));
        command.addAll(more);
        try {
            Process keytool =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool said: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run keytool", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private KeyStore load() {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            loaded.load(in, PASSWORD.toCharArray());
            return loaded;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot read " + store, e);
        }
    }

    private Key privateKey(String name) {
        try {
            return load().getKey(name, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key of " + name, e);
        }
    }

    private byte[] encodedCertificate(String name) {
        try {
            Certificate certificate = load().getCertificate(name);
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate of " + name, e);
        }
    }

    private void writePem(Path file, String kind, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, body));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
