package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Somebody who uses an application by its name. */
interface User {

    Network NETWORK = Network.of("198.51.100.0/24");

    Duration TIMEOUT = Duration.ofSeconds(1);

    /** Where he is sent; empty when he gets no usable answer. */
    Optional<Side> ask(String host);

    static User ofDns(InetSocketAddress server) {
        DnsClient dns = new DnsClient(server, TIMEOUT);
        return host -> {
            InetAddress address = dns.ask(host, NETWORK).address();
            return address == null ? Optional.empty() : Side.at(address);
        };
    }

    static User ofProxy(URI proxy) {
        EdgeClient edge = new EdgeClient(proxy, TIMEOUT);
        return host -> {
            DataCenterName dataCenter = edge.get(host, "/", NETWORK.address()).dataCenter();
            return dataCenter == null ? Optional.empty() : Side.of(dataCenter);
        };
    }
}
