package dev.fairlead.replication;

import dev.fairlead.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the replication-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ReplicationApplication {

    public static void main(String[] args) {
        ServiceProcess.run(ReplicationApplication.class, args);
    }
}
