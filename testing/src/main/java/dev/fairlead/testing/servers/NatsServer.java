package dev.fairlead.testing.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A real NATS server on the loopback address, alone or joined with others. */
public final class NatsServer implements AutoCloseable {

    private final int port;
    private final Path file;
    private final ServerProcess process;

    private NatsServer(Path binary, int port) {
        this.port = port;
        Path directory = ServerProcess.directory("fairlead-nats-");
        this.file = directory.resolve("nats.conf");
        this.process =
                new ServerProcess(directory, List.of(binary.toString(), "-c", file.toString()), () -> greets(port));
    }

    /**
     * A server that is not started yet; without NATS on this machine the test is skipped or, where {@code CI=true}, fails.
     *
     * @param configuration what stands in its configuration beside the port
     */
    public static NatsServer create(String configuration) {
        NatsServer server = new NatsServer(RealServers.NATS.require(), Ports.next());
        server.configure(configuration);
        return server;
    }

    public static NatsServer create() {
        return create("");
    }

    /** Servers that are not started yet, each joined to each other. */
    public static List<NatsServer> cluster(int size, String configuration) {
        List<Integer> routes =
                IntStream.range(0, size).mapToObj(i -> Ports.next()).toList();
        return routes.stream()
                .map(own -> create(configuration
                        + route(own, routes.stream().filter(r -> !r.equals(own)).toList())))
                .toList();
    }

    /**
     * The part of a configuration that joins servers.
     *
     * @param port where others reach this server
     * @param others ports that this server reaches others at
     */
    public static String route(int port, List<Integer> others) {
        String urls = others.stream().map("nats://127.0.0.1:%d"::formatted).collect(Collectors.joining(", "));
        return """

                server_name: "at-%1$d"
                cluster { name: fairlead, listen: "127.0.0.1:%1$d", no_advertise: true, routes: [%2$s] }
                """.formatted(port, urls);
    }

    /** What stands in its configuration beside the port from its next start on. */
    public void configure(String configuration) {
        ServerProcess.write(file, "listen: 127.0.0.1:%d%n%s%n".formatted(port, configuration));
    }

    /** Returns when it greets clients. */
    public void start() {
        process.start();
    }

    public void stop() {
        process.stop();
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.kill();
    }

    /** From now on it accepts connections and says nothing. */
    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    public boolean running() {
        return process.running();
    }

    /** What it has written to its log so far. */
    public String said() {
        return process.said();
    }

    public int port() {
        return port;
    }

    /** Where clients without encryption reach it. */
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    /** Where clients reach it when its configuration says {@code tls}. */
    public String secureUrl() {
        return "tls://127.0.0.1:" + port;
    }

    /** Kills it and removes its directory. */
    @Override
    public void close() {
        process.remove();
    }

    private static boolean greets(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(1_000);
            return "INFO".equals(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return false;
        }
    }
}
