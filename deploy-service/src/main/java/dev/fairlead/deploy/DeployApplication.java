package dev.fairlead.deploy;

import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.contracts.replication.SwitchoverApi;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.web.service.registry.ImportHttpServices;

/** Starts the deploy-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@ImportHttpServices(
        group = "traffic",
        types = {TrafficApi.class, ArrivalApi.class})
@ImportHttpServices(group = "health", types = HealthApi.class)
@ImportHttpServices(
        group = "replication",
        types = {ReplicationApi.class, SwitchoverApi.class})
public class DeployApplication {

    public static void main(String[] args) {
        ServiceProcess.run(DeployApplication.class, args);
    }
}
