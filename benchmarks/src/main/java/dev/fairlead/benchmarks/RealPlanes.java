package dev.fairlead.benchmarks;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.testing.servers.EnvoyServer;
import dev.fairlead.testing.servers.PowerDnsServer;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The real PowerDNS and the real Envoy, where this machine has them, and what the gateway has to know of them. */
final class RealPlanes implements AutoCloseable {

    /** Data planes of all kinds share their names. */
    private static final String POWERDNS = "powerdns";

    private static final String ENVOY = "envoy";

    private final Path places;
    private final int xdsPort = FreePorts.next();
    private final Optional<PowerDnsServer> powerDns;
    private final Optional<EnvoyServer> envoy;
    private final String country;

    /** @param country whose users the Envoy serves */
    RealPlanes(String country) {
        this.country = country;
        try {
            places = Files.createTempFile("fairlead-places", ".mmdb");
            DemoPlaces.write(places);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the places: " + e.getMessage(), e);
        }
        powerDns = have(RealServers.POWERDNS) ? Optional.of(PowerDnsServer.create(places)) : Optional.empty();
        envoy = have(RealServers.ENVOY)
                ? Optional.of(EnvoyServer.create(ENVOY, xdsPort, FreePorts.next()))
                : Optional.empty();
    }

    private static boolean have(RealServers server) {
        if (!server.available()) {
            System.out.println(server + " is not installed and left out: run system-tests/setup");
        }
        return server.available();
    }

    void start() {
        powerDns.ifPresent(PowerDnsServer::start);
        envoy.ifPresent(EnvoyServer::start);
    }

    Map<String, String> gatewayProperties() {
        Map<String, String> all = new TreeMap<>();
        powerDns.ifPresent(server -> {
            String prefix = "fairlead.data-planes.powerdns." + POWERDNS;
            all.put(prefix + ".url", server.url().toString());
            all.put(prefix + ".api-key-file", server.apiKeyFile().toString());
            all.put(prefix + ".dns-address", "127.0.0.1:" + server.dnsAddress().getPort());
        });
        envoy.ifPresent(server -> {
            String prefix = "fairlead.data-planes.envoy." + ENVOY;
            all.put(prefix + ".xds-port", Integer.toString(xdsPort));
            all.put(prefix + ".listener-port", Integer.toString(server.listenerPort()));
            all.put(prefix + ".place.country", country);
        });
        return all;
    }

    Optional<PowerDnsServer> powerDns() {
        return powerDns;
    }

    Optional<EnvoyServer> envoy() {
        return envoy;
    }

    @Override
    public void close() {
        powerDns.ifPresent(PowerDnsServer::close);
        envoy.ifPresent(EnvoyServer::close);
        places.toFile().delete();
    }
}
