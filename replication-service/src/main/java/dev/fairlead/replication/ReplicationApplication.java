package dev.fairlead.replication;

import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.web.service.registry.ImportHttpServices;

/** Starts the replication-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@ImportHttpServices(group = "traffic", types = TrafficApi.class)
public class ReplicationApplication {

    public static void main(String[] args) {
        ServiceProcess.run(ReplicationApplication.class, args);
    }
}
