package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.testing.servers.HaproxyServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real HAProxy with a backend for each application; by hand, lines of commands to its runtime API. */
final class HaproxyPlane implements Plane {

    /** That fit into a line, which may have 16 KB. */
    private static final int COMMANDS_OF_A_LINE = 200;

    private final Fleet fleet;
    private final HaproxyServer server;
    private final User user;

    HaproxyPlane(Fleet fleet) {
        this.fleet = fleet;
        Map<String, String> replaced = new TreeMap<>();
        replaced.put(
                "str(shop) if { req.hdr(host),host_only,lower -m str shop.example }",
                "req.hdr(host),host_only,lower,field(1,.)");
        replaced.put(
                "    http-request set-var(txn.app) str(mail) if { req.hdr(host),host_only,lower -m str mail.example }\n",
                "");
        replaced.put("backend mail\n", backends(fleet) + "backend mail\n");
        this.server = HaproxyServer.create(replaced);
        this.user = User.ofProxy(URI.create("http://127.0.0.1:" + server.port()));
    }

    private static String backends(Fleet fleet) {
        StringBuilder backends = new StringBuilder();
        for (int application = 0; application < fleet.applications(); application++) {
            backends.append("backend ").append(Fleet.name(application)).append('\n');
            for (Side side : Side.values()) {
                List<EndpointAddress> endpoints = fleet.endpoints(application, side);
                for (int i = 0; i < endpoints.size(); i++) {
                    backends.append("    server %s %s\n".formatted(server(side, i), endpoints.get(i)));
                }
            }
            backends.append('\n');
        }
        return backends.toString();
    }

    private static String server(Side side, int endpoint) {
        return side.dataCenter() + "." + endpoint;
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.haproxy.%s.".formatted(NAME);
        return Map.of(
                prefix + "socket", server.socket().toString(),
                prefix + "directory", server.startDirectory().toString(),
                prefix + "applications",
                        IntStream.range(0, fleet.applications())
                                .mapToObj(application -> Fleet.name(application).value())
                                .collect(Collectors.joining(",")));
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void tell(int from, int to, Side side) {
        List<String> commands = new ArrayList<>();
        for (int application = from; application < to; application++) {
            for (Side each : Side.values()) {
                String state = each == side ? "ready" : "drain";
                for (int i = 0; i < fleet.endpointsEach(); i++) {
                    commands.add(
                            "set server %s/%s state %s".formatted(Fleet.name(application), server(each, i), state));
                }
            }
        }
        for (int first = 0; first < commands.size(); first += COMMANDS_OF_A_LINE) {
            String said = server.runtime(
                    String.join(";", commands.subList(first, Math.min(first + COMMANDS_OF_A_LINE, commands.size()))));
            if (!said.isBlank()) {
                throw new IllegalStateException("HAProxy says " + said.strip());
            }
        }
    }

    @Override
    public Optional<Side> ask(int application) {
        return user.ask(Fleet.host(application));
    }

    @Override
    public void close() {
        server.close();
    }
}
