package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.builtin.dns.guard.ResponseRate;
import dev.fairlead.gateway.choice.PlaceLookup;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the built-in DNS server where it is enabled. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("fairlead.data-planes.dns.enabled")
class DnsConfiguration {

    @Bean
    BuiltinDns builtinDns(DnsProperties properties, PlaceLookup places, InstantSource clock, MeterRegistry meters) {
        String address = properties.address();
        InetSocketAddress listen = address == null
                ? new InetSocketAddress(properties.port())
                : new InetSocketAddress(IpAddresses.parse(address), properties.port());
        SecureRandom random = new SecureRandom();
        Path secrets = properties.cookieSecretFile();
        Cookies cookies =
                new Cookies(secrets == null ? new DrawnCookieKeys(random, clock) : new CookieKeyFile(secrets), clock);
        Gate gate = new Gate(
                new ResponseRate(properties.rateLimit().limit(), random.nextLong()),
                cookies,
                peer -> peer.isLoopbackAddress() || peer.equals(listen.getAddress()));
        FunctionCounter.builder("fairlead.dns.limited", gate, Gate::limited)
                .description("queries over UDP that were dropped or sent back to TCP: too many from their network")
                .register(meters);
        return new BuiltinDns(listen, properties.tcp(), zones(properties), new Packets(places, cookies), gate);
    }

    private static Zones zones(DnsProperties properties) {
        return new Zones(
                properties.zones().stream().map(DnsTable::name).collect(Collectors.toSet()),
                properties.nameServers().stream()
                        .map(server -> new Zones.NameServer(
                                DnsTable.name(server.name()),
                                server.addresses().stream()
                                        .map(IpAddresses::parse)
                                        .toList()))
                        .toList());
    }
}
