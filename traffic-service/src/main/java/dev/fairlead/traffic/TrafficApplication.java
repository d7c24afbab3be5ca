package dev.fairlead.traffic;

import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.web.service.registry.ImportHttpServices;

/** Starts the traffic-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@ImportHttpServices(group = "health", types = HealthApi.class)
@ImportHttpServices(group = "replication", types = ReplicationApi.class)
public class TrafficApplication {

    public static void main(String[] args) {
        ServiceProcess.run(TrafficApplication.class, args);
    }
}
