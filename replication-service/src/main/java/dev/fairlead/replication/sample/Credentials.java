package dev.fairlead.replication.sample;

import dev.fairlead.replication.database.CredentialsName;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The directory that holds a file for each set of credentials, with lines {@code user=} and {@code password=}. It is read at
 * every connect, so that changed credentials need no restart; a password is never logged nor answered.
 */
public final class Credentials {

    private final Path directory;

    public Credentials(Path directory) {
        this.directory = directory;
    }

    public Login login(String name) throws IOException {
        if (!CredentialsName.isOne(name)) {
            throw new IOException("'%s' is not a name of credentials".formatted(name));
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(directory.resolve(name))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new IOException("there are no credentials named " + name, e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("the credentials named %s cannot be read".formatted(name), e);
        }
        String user = properties.getProperty("user");
        String password = properties.getProperty("password");
        if (user == null || password == null) {
            throw new IOException("the credentials named %s lack user or password".formatted(name));
        }
        return new Login(user, password);
    }

    /** What a server is told at a connect. */
    public record Login(String user, String password) {

        @Override
        public String toString() {
            return "Login[redacted]";
        }
    }
}
