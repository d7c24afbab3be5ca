package dev.fairlead.gateway;

import dev.fairlead.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTests {

    @Test
    void decidersArePureAdaptersKnowNobodyAndNothingGoesInCircles() {
        ArchitectureRules.of("dev.fairlead.gateway")
                .deciders(
                        "dev.fairlead.gateway.choice..",
                        "dev.fairlead.gateway.builtin.dns.answer..",
                        "dev.fairlead.gateway.builtin.dns.direct..",
                        "dev.fairlead.gateway.builtin.dns.guard..",
                        "dev.fairlead.gateway.builtin.edge.route..",
                        "dev.fairlead.gateway.discover.answer..",
                        "dev.fairlead.gateway.arrival.correct..")
                .adapters(
                        "dev.fairlead.gateway.powerdns..",
                        "dev.fairlead.gateway.gdnsd..",
                        "dev.fairlead.gateway.rfc2136..",
                        "dev.fairlead.gateway.envoy..",
                        "dev.fairlead.gateway.haproxy..",
                        "dev.fairlead.gateway.nginx..",
                        "dev.fairlead.gateway.builtin.dns..",
                        "dev.fairlead.gateway.builtin.edge..",
                        "dev.fairlead.gateway.geo..")
                .noCycles()
                .noEntityOnTheWire();
    }
}
