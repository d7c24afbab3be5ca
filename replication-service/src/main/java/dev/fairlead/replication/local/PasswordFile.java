package dev.fairlead.replication.local;

import dev.fairlead.replication.sample.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/** A password for one run of a program, in a file that only its user can read: command lines are read by everybody. */
record PasswordFile(Path file) implements AutoCloseable {

    static PasswordFile create(Credentials.Login login, UserPrincipal reader) throws IOException {
        PasswordFile created = new PasswordFile(Files.createTempFile("fairlead-pgpass", "")); // closed to others
        try {
            Files.writeString(
                    created.file, "*:*:*:%s:%s%n".formatted(escaped(login.user()), escaped(login.password())));
            Files.setOwner(created.file, reader);
        } catch (IOException e) {
            created.close();
            throw e;
        }
        return created;
    }

    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }

    /** For a program that runs in another directory. */
    Map<String, String> environment() {
        return Map.of("PGPASSFILE", file.toAbsolutePath().toString());
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
