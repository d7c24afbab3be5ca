package dev.fairlead.service;

import dev.fairlead.service.database.MigrationCommand;
import java.security.Security;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** A service's process: the service, or with {@code --fairlead.migrate-and-exit} the migration of its schema. */
public final class ServiceProcess {

    /** Replicas and servers that moved are found again within this: Java would keep an address for half a minute. */
    private static final String SECONDS_OF_AN_ADDRESS = "1";

    private static final String MIGRATE = "--fairlead.migrate-and-exit";

    private ServiceProcess() {}

    /** Runs what the arguments ask for; a migration that fails ends the process with an error. */
    public static void run(Class<?> application, String... args) {
        Security.setProperty("networkaddress.cache.ttl", SECONDS_OF_AN_ADDRESS);
        Security.setProperty("networkaddress.cache.negative.ttl", SECONDS_OF_AN_ADDRESS);
        if (List.of(args).contains(MIGRATE)) {
            MigrationCommand.run(args);
        } else {
            SpringApplication.run(application, args);
        }
    }
}
