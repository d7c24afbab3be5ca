package dev.fairlead.benchmarks.planes;

import dev.fairlead.benchmarks.Checkout;
import dev.fairlead.benchmarks.Machine;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.demo.LoneGateway;
import dev.fairlead.quickstart.geo.DemoPlaces;
import dev.fairlead.testing.servers.GdnsdServer;
import dev.fairlead.testing.servers.PowerDnsServer;
import dev.fairlead.testing.servers.RealServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Loads the built-in DNS, PowerDNS with Lua records and gdnsd in turn with the same queries of clients in many places, for the
 * same names with the same audiences and weights. The gateway, with the JVM options of a service, pushes to PowerDNS too, so
 * that both answer one plan; gdnsd has it as its configuration.
 */
@Command(
        name = "dns",
        description = "Answers per CPU-second of the built-in DNS by place and weight, beside PowerDNS and gdnsd.")
public final class DnsBenchmark implements Callable<Integer> {

    private static final int AIM = 3;
    private static final Duration POLL = Duration.ofMillis(50);

    @Option(names = "--seconds", description = "of load on each server in each round (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--rounds", description = "default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--warm-up", description = "seconds of load before (default: ${DEFAULT-VALUE})")
    private int warmUp = 10;

    @Option(names = "--names", description = "default: ${DEFAULT-VALUE}")
    private int names = 100;

    @Option(
            names = "--jvm",
            description = "further option of the gateway's JVM, such as -XX:TieredStopAtLevel=4; may be repeated")
    private List<String> jvm = List.of();

    @Option(names = "--seed", description = "of the queries (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Override
    public Integer call() throws IOException {
        String missing = Stream.of(RealServers.DNSPERF, RealServers.POWERDNS, RealServers.GDNSD, RealServers.NATS)
                .filter(server -> !server.available())
                .map(RealServers::toString)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalStateException(missing + " is not installed: run system-tests/setup");
        }
        try (Opened opened = new Opened()) {
            Path places = file(opened, "places", ".mmdb");
            DemoPlaces.write(places);
            Files.setPosixFilePermissions(places, PosixFilePermissions.fromString("rw-r--r--")); // gdnsd runs as nobody
            Path queries = file(opened, "queries", ".bin");
            Queries.write(queries, names, seed);
            measure(servers(opened, places), queries, opened);
        }
        return 0;
    }

    private static Path file(Opened opened, String name, String ending) throws IOException {
        Path file = Files.createTempFile("fairlead-" + name, ending);
        AutoCloseable removal = () -> Files.deleteIfExists(file);
        opened.keep(removal);
        return file;
    }

    /** The built-in DNS first, PowerDNS second; each answers as decided. */
    private List<DnsServerUnderLoad> servers(Opened opened, Path places) {
        PowerDnsServer powerDns = opened.keep(PowerDnsServer.create(places));
        powerDns.start();
        GdnsdServer gdnsd =
                opened.keep(GdnsdServer.create(Atlas.gdnsdPlugins(places), Atlas.ZONE, Atlas.gdnsdRecords(names)));
        gdnsd.start();
        int port = FreePorts.next();
        StandInTraffic traffic = opened.keep(StandInTraffic.start());
        LoneGateway gateway = opened.keep(LoneGateway.of(
                Checkout.home(), traffic.url(), properties(traffic, powerDns, places, port), jvm, System.out::println));
        traffic.decide(Atlas.plans(names));
        gateway.start();
        List<DnsServerUnderLoad> servers = List.of(
                new DnsServerUnderLoad(
                        "built-in DNS",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        gateway.handle()),
                new DnsServerUnderLoad("PowerDNS Lua", powerDns.dnsAddress(), powerDns.handle()),
                new DnsServerUnderLoad("gdnsd", gdnsd.dnsAddress(), gdnsd.handle()));
        servers.forEach(server -> Patience.await(
                server.label() + " to answer as decided", Patience.LONG, POLL, server::answersAsDecided));
        return servers;
    }

    /** While PowerDNS is loaded, nobody reads its zone. */
    private static Map<String, String> properties(
            StandInTraffic traffic, PowerDnsServer powerDns, Path places, int port) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("fairlead.bus.url", traffic.busUrl());
        properties.put("fairlead.gateway.observe-every", "10m");
        properties.put("fairlead.geo.database", places.toString());
        properties.put("fairlead.data-planes.edge.enabled", "false");
        properties.put("fairlead.data-planes.dns.address", "127.0.0.1");
        properties.put("fairlead.data-planes.dns.port", Integer.toString(port));
        String prefix = "fairlead.data-planes.powerdns.lua.";
        properties.put(prefix + "url", powerDns.url().toString());
        properties.put(prefix + "api-key-file", powerDns.apiKeyFile().toString());
        properties.put(
                prefix + "dns-address", "127.0.0.1:" + powerDns.dnsAddress().getPort());
        properties.put(prefix + "zones", Atlas.ZONE);
        return properties;
    }

    private void measure(List<DnsServerUnderLoad> servers, Path queries, Opened opened) {
        for (DnsServerUnderLoad server : servers) {
            System.out.printf("%s warms up%n", server.label());
            server.warmUp(queries, warmUp, opened);
        }
        for (int round = 1; round <= rounds; round++) {
            for (DnsServerUnderLoad server : servers) {
                System.out.printf("round %d of %d, %s%n", round, rounds, server.measure(queries, seconds, opened));
            }
        }
        List<String> lines = new ArrayList<>();
        servers.forEach(server -> lines.add(server.result()));
        double builtin = servers.getFirst().perCpuSecond().median();
        servers.stream()
                .skip(1)
                .forEach(server -> lines.add(String.format(
                        Locale.ROOT,
                        "the built-in DNS gives ×%.2f of the answers of %s in a CPU-second%s",
                        builtin / server.perCpuSecond().median(),
                        server.label(),
                        server == servers.get(1) ? " (aim %d)".formatted(AIM) : "")));
        lines.forEach(line -> System.out.printf("dns  %s (%s)%n", line, Machine.load()));
    }
}
