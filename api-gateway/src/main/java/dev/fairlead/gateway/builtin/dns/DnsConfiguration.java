package dev.fairlead.gateway.builtin.dns;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.gateway.builtin.dns.answer.DnsTable;
import dev.fairlead.gateway.builtin.dns.answer.Zones;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the built-in DNS server where it is enabled. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("fairlead.data-planes.dns.enabled")
class DnsConfiguration {

    @Bean
    BuiltinDns builtinDns(DnsProperties properties, PlaceLookup places) {
        String address = properties.address();
        InetSocketAddress listen = address == null
                ? new InetSocketAddress(properties.port())
                : new InetSocketAddress(IpAddresses.parse(address), properties.port());
        return new BuiltinDns(listen, properties.maxTcpConnections(), zones(properties), new Packets(places));
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
