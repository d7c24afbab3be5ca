package dev.fairlead.service;

import dev.fairlead.service.database.MigrationCommand;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** A service's process: the service, or with {@code --fairlead.migrate-and-exit} the migration of its schema. */
public final class ServiceProcess {

    private static final String MIGRATE = "--fairlead.migrate-and-exit";

    private ServiceProcess() {}

    /** Runs what the arguments ask for; a migration that fails ends the process with an error. */
    public static void run(Class<?> application, String... args) {
        if (List.of(args).contains(MIGRATE)) {
            MigrationCommand.run(args);
        } else {
            SpringApplication.run(application, args);
        }
    }
}
