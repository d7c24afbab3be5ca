package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.testing.servers.NginxServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real nginx with a variable for each application; by hand, the included file is written anew and loaded by a signal. */
final class NginxPlane implements Plane {

    private final Fleet fleet;
    private final int statusPort = FreePorts.next();
    private final NginxServer server;
    private final User user;
    private final Side[] told;

    NginxPlane(Fleet fleet) {
        this.fleet = fleet;
        this.told = new Side[fleet.applications()];
        Arrays.fill(told, Side.EAST);
        Map<String, String> replaced = new TreeMap<>();
        replaced.put("server_name shop.example;", "server_name *." + Fleet.ZONE + ";");
        replaced.put("$fairlead_shop", "$push_upstream");
        replaced.put("$fairlead_mail", variable(0));
        replaced.put("    proxy_set_header Host $host;", variablesByHost(fleet) + "    proxy_set_header Host $host;");
        this.server = NginxServer.create(replaced);
        this.user = User.ofProxy(URI.create("http://127.0.0.1:" + server.port()));
    }

    private static String variablesByHost(Fleet fleet) {
        return IntStream.range(0, fleet.applications())
                .mapToObj(application -> "        %s %s;\n".formatted(Fleet.host(application), variable(application)))
                .collect(Collectors.joining("", "    map $host $push_upstream {\n", "    }\n"));
    }

    private static String variable(int application) {
        return "$fairlead_" + Fleet.name(application).value().replace('-', '_');
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.nginx.%s.".formatted(NAME);
        return Map.of(
                prefix + "directory", server.generatedDirectory().toString(),
                prefix + "status-address", "127.0.0.1:" + statusPort,
                prefix + "binary", server.binary().toString(),
                prefix + "configuration", server.configuration().toString(),
                prefix + "pid-file", server.pidFile().toString(),
                prefix + "applications",
                        IntStream.range(0, fleet.applications())
                                .mapToObj(application -> Fleet.name(application).value())
                                .collect(Collectors.joining(",")));
    }

    /** On a file made by hand, without which it does not start. */
    @Override
    public void start() {
        write();
        server.start();
    }

    @Override
    public void tell(int from, int to, Side side) {
        Arrays.fill(told, from, to, side);
        write();
        try {
            String master = Files.readString(server.pidFile()).strip();
            int code = new ProcessBuilder("kill", "-HUP", master).start().waitFor();
            if (code != 0) {
                throw new IllegalStateException("nginx cannot be told: kill ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nginx cannot be told: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void write() {
        Path file = server.generatedDirectory().resolve("fairlead.conf");
        String text = IntStream.range(0, fleet.applications())
                .mapToObj(this::upstream)
                .collect(Collectors.joining());
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private String upstream(int application) {
        String upstream = "by-hand.%s.%s".formatted(Fleet.name(application), told[application].dataCenter());
        return "upstream %s {\n%s}\nsplit_clients \"%s$remote_addr\" %s {\n    * %s;\n}\n"
                .formatted(
                        upstream,
                        fleet.endpoints(application, told[application]).stream()
                                .map(EndpointAddress::toString)
                                .map("    server %s;\n"::formatted)
                                .collect(Collectors.joining()),
                        Fleet.name(application),
                        variable(application),
                        upstream);
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
