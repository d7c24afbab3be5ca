package dev.fairlead.health;

import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.service.ServiceProcess;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.web.service.registry.ImportHttpServices;

/** The health-service's process. */
@SpringBootApplication
@ConfigurationPropertiesScan
@ImportHttpServices(group = "traffic", types = TrafficApi.class)
public class HealthApplication {

    public static void main(String[] args) {
        ServiceProcess.run(HealthApplication.class, args);
    }
}
