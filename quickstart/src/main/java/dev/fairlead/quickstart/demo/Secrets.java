package dev.fairlead.quickstart.demo;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the services of all regions have to know alike, made anew for each demo. */
final class Secrets {

    private final Path directory;
    private final Map<Service, String> passwords = new EnumMap<>(Service.class);
    private final String operatorToken = "fairlead_demo_" + PrivateFiles.secret();

    Secrets(Path directory) {
        this.directory = directory;
        for (Service service : Service.values()) {
            passwords.put(service, PrivateFiles.secret());
        }
    }

    /** Writes the token by which the services know each other. */
    void write() {
        PrivateFiles.write(serviceTokenFile(), PrivateFiles.secret());
    }

    Path serviceTokenFile() {
        return directory.resolve("service-token");
    }

    /** A service's password for the database and for the bus. */
    String password(Service service) {
        return Objects.requireNonNull(passwords.get(service));
    }

    /** The services' roles in the database with their passwords. */
    Map<String, String> roles() {
        Map<String, String> roles = new TreeMap<>();
        passwords.forEach((service, password) -> roles.put(service.role(), password));
        return roles;
    }

    /** The operator's, valid in every region. */
    String operatorToken() {
        return operatorToken;
    }

    /** SHA-256 of the operator's token in hexadecimal, which is all that a gateway knows of it. */
    String operatorTokenHash() {
        try {
            byte[] token = operatorToken.getBytes(StandardCharsets.US_ASCII);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
