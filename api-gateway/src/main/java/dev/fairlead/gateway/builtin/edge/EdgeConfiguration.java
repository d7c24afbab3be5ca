package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.gateway.builtin.TableInForce;
import dev.fairlead.gateway.builtin.edge.Counted.Asking;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.dataplane.PlanTable;
import dev.fairlead.gateway.dataplane.TotalReports;
import dev.fairlead.gateway.relay.RelayClient;
import dev.fairlead.service.problem.ProblemWriter;
import dev.fairlead.service.region.ReplicaId;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the built-in edge where it is enabled. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("fairlead.data-planes.edge.enabled")
class EdgeConfiguration {

    @Bean
    Counted counted(PlaceLookup places) {
        return new Counted(places);
    }

    @Bean
    TotalReports<Asking> demandReports(Counted counted, DemandApi traffic, ReplicaId self, InstantSource clock) {
        return DemandReports.start(counted, traffic, self.value(), clock, DemandReports.EVERY);
    }

    @Bean
    BuiltinEdge builtinEdge(
            EdgeProperties properties,
            PlaceLookup places,
            Counted counted,
            ProblemWriter problems,
            MeterRegistry meters,
            PlanTable plans,
            InstantSource clock) {
        WriteTtl writes = new WriteTtl(properties.writeTtl(), plans::heard, clock);
        return edge(properties, places, counted, problems, meters, writes);
    }

    /** Starts an edge. */
    static BuiltinEdge edge(
            EdgeProperties properties,
            PlaceLookup places,
            Counted counted,
            ProblemWriter problems,
            MeterRegistry meters,
            WriteTtl writes) {
        RelayClient client = new RelayClient(new RelayClient.Limits(
                properties.connectTimeout(),
                properties.responseTimeout(),
                properties.responseTimeout(),
                properties.maxConnections()));
        TableInForce<String, EdgeTable> table = new TableInForce<>(EdgeTable.EMPTY, EdgeTable::plans);
        Turns turns = new Turns(meters);
        EdgeServlet servlet =
                new EdgeServlet(table, client, places, problems, turns, counted, properties.trustedProxies(), writes);
        EdgeServer server = EdgeServer.start(properties, servlet);
        String address = properties.address();
        String own = address == null ? InetAddress.getLoopbackAddress().getHostAddress() : address;
        SelfTest self = new SelfTest(client, new EndpointAddress(own, server.port()), places);
        return new BuiltinEdge(table, server, client, self, turns);
    }
}
