package dev.fairlead.gateway;

import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.DataPlaneApi;
import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.contracts.traffic.TrafficApi;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.web.service.registry.ImportHttpServices;

/** The gateway's process. */
@SpringBootApplication
@ConfigurationPropertiesScan
@ImportHttpServices(
        group = "traffic",
        types = {TrafficApi.class, LeaseApi.class, DemandApi.class, ArrivalApi.class, DataPlaneApi.class})
@ImportHttpServices(group = "health", types = HealthApi.class)
public class GatewayApplication {

    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
