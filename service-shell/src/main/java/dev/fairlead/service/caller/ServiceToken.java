package dev.fairlead.service.caller;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The secret that the services of one installation share. It is never printed. */
public final class ServiceToken {

    private final String value;

    private ServiceToken(String value) {
        this.value = value;
    }

    /** Reads the token from a file with one line. */
    public static ServiceToken readFrom(Path file) {
        try {
            String value = Files.readString(file).strip();
            if (value.length() < 20) {
                throw new IllegalStateException(
                        "the service token in %s is shorter than 20 characters".formatted(file));
            }
            return new ServiceToken(value);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the service token from " + file, e);
        }
    }

    /** The value of the {@code Authorization} header of a call to another service. */
    public String authorization() {
        return "Bearer " + value;
    }

    boolean allows(String authorization) {
        return MessageDigest.isEqual(
                authorization().getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ServiceToken[redacted]";
    }
}
