package dev.fairlead.benchmarks.planes;

import dev.fairlead.testing.servers.GdnsdServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real gdnsd with a resource for each name; by hand, its file of forced states is written anew. */
final class GdnsdPlane implements Plane {

    private final Side[] told;
    private final GdnsdServer server;
    private final User user;

    GdnsdPlane(Fleet fleet) {
        told = new Side[fleet.applications()];
        Arrays.fill(told, Side.EAST);
        server = GdnsdServer.create(plugins(fleet), Fleet.ZONE, records(fleet));
        user = User.ofDns(server.dnsAddress());
    }

    private static String plugins(Fleet fleet) {
        return """
                metafo => {
                  resources => {
                    fairlead => { datacenters => [seen], dcmap => { seen => 192.0.2.9 } }
                %s
                  }
                }
                """.formatted(lines(
                fleet,
                application -> "%s => { datacenters => [us-east, us-west], dcmap => { %s } }"
                        .formatted(
                                Fleet.name(application),
                                Arrays.stream(Side.values())
                                        .map(side -> "%s => %s"
                                                .formatted(
                                                        side.dataCenter(),
                                                        fleet.endpoints(application, side)
                                                                .getFirst()
                                                                .ip()))
                                        .collect(Collectors.joining(", ")))));
    }

    private static String records(Fleet fleet) {
        return "seen 3600000/5 DYNA metafo!fairlead\n"
                + lines(fleet, application -> "%1$s 300/1 DYNA metafo!%1$s".formatted(Fleet.name(application)))
                + "\n";
    }

    private static String lines(Fleet fleet, IntFunction<String> line) {
        return IntStream.range(0, fleet.applications()).mapToObj(line).collect(Collectors.joining("\n"));
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.gdnsd.%s.".formatted(NAME);
        Map<String, String> all = new HashMap<>();
        all.put(prefix + "admin-state-file", server.adminState().toString());
        all.put(prefix + "dns-address", "127.0.0.1:" + server.dnsAddress().getPort());
        all.put(prefix + "witness.host", "seen." + Fleet.ZONE);
        all.put(prefix + "witness.data-center", "metafo/fairlead/seen");
        for (int application = 0; application < told.length; application++) {
            all.put(prefix + "resources." + Fleet.name(application), "metafo/" + Fleet.name(application));
        }
        return all;
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void tell(int from, int to, Side side) {
        Arrays.fill(told, from, to, side);
        StringBuilder states = new StringBuilder();
        for (int application = 0; application < told.length; application++) {
            for (Side each : Side.values()) {
                states.append("metafo/%s/%s => %s/%d\n"
                        .formatted(
                                Fleet.name(application),
                                each.dataCenter(),
                                each == told[application] ? "UP" : "DOWN",
                                Fleet.TTL_SECONDS));
            }
        }
        Path file = server.adminState();
        Path draft = file.resolveSibling("draft");
        try {
            Files.writeString(draft, states);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
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
