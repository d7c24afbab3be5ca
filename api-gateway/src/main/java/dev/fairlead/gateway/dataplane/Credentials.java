package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.InvalidFieldException;
import java.nio.file.Path;

/**
 * Where the files are whose content a registered data plane may be shown. Else whoever may register one could send any file that the
 * gateway can read to a server of their own.
 */
public record Credentials(Path directory) {

    public Credentials {
        directory = directory.toAbsolutePath().normalize();
    }

    /** Refuses a file outside of the directory. */
    public void require(Path file, String setting) {
        Path normal = file.normalize();
        if (!normal.startsWith(directory) || normal.equals(directory)) {
            throw new InvalidFieldException(
                    setting, "%s is %s, which is not in %s, where credentials are".formatted(setting, file, directory));
        }
    }
}
