package dev.fairlead.gateway.dataplane;

import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.DataPlaneApi;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.service.client.ConditionalRead;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.service.region.ReplicaId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Joins the loops to the plans and to whatever data planes are configured or registered. */
@Configuration(proxyBeanMethods = false)
class DataPlaneConfiguration {

    @Bean
    PlanTable planTable(
            DataPlaneProperties properties,
            EventBus bus,
            InstantSource clock,
            TrafficApi traffic,
            JsonMapper json,
            MeterRegistry meters) {
        Path directory = properties.stateDirectory();
        PlanTable table = new PlanTable(
                directory == null ? null : new PlanSnapshot(directory, json),
                bus,
                properties.refreshPlans(),
                clock,
                new PlanReading(traffic::plans, clock));
        Gauge.builder("fairlead.gateway.plans.missing", table, PlanTable::missing)
                .description("plans that stay in force though the traffic-service no longer names their applications")
                .register(meters);
        return table;
    }

    /** Part of readiness, and only until there are plans: a traffic-service that goes away later makes nobody unready. */
    @Bean
    HealthIndicator plansHealthIndicator(PlanTable plans) {
        return () -> plans.ready()
                ? Health.up().build()
                : Health.outOfService()
                        .withDetail("reason", "the traffic-service has not answered yet, and there is no snapshot")
                        .build();
    }

    @Bean
    Registrations registrations(
            DataPlaneProperties properties,
            RegionProperties regions,
            EventBus bus,
            InstantSource clock,
            DataPlaneApi traffic,
            JsonMapper json) {
        Path directory = properties.stateDirectory();
        ConditionalRead<Listing<Resource<DataPlaneSpec>>> told = new ConditionalRead<>(traffic::dataPlanes);
        return new Registrations(
                regions.region(),
                directory == null ? null : new RegistrationSnapshot(directory, json),
                bus,
                properties.refreshPlans(),
                clock,
                () -> told.get().items());
    }

    @Bean
    Credentials credentials(DataPlaneProperties properties) {
        return new Credentials(properties.credentialsDirectory());
    }

    @Bean
    DataPlaneKinds dataPlaneKinds(ObjectProvider<DataPlaneKind<?>> kinds) {
        return new DataPlaneKinds(kinds.orderedStream().toList());
    }

    @Bean
    RegistrationRules registrationRules(
            DataPlaneKinds kinds, ObjectProvider<DataPlane<?>> planes, RegionProperties regions) {
        Set<String> configured = planes.stream().map(DataPlane::name).collect(Collectors.toSet());
        return new RegistrationRules(kinds, configured, regions.region());
    }

    @Bean
    DataPlaneLoops dataPlaneLoops(
            ObjectProvider<DataPlane<?>> planes,
            DataPlaneKinds kinds,
            Registrations registrations,
            PlanTable plans,
            LeaseApi leases,
            RegionProperties regions,
            ReplicaId self,
            DataPlaneProperties properties,
            InstantSource clock,
            MeterRegistry meters,
            ObjectProvider<LookListener> listeners,
            ObjectProvider<DnsCorrection> correction) {
        List<DataPlane<?>> all = planes.orderedStream().toList();
        Function<DataPlane<?>, Turns> turns = plane -> plane.shared()
                ? new LeasedTurns(regions.region() + "/" + plane.name(), self.value(), leases, LeasedTurns.TTL)
                : Turns.ALWAYS;
        return new DataPlaneLoops(
                all,
                kinds,
                registrations,
                plans,
                turns,
                properties,
                clock,
                meters,
                listeners.orderedStream().toList(),
                correction.getIfAvailable(() -> DnsCorrection.NONE));
    }
}
