package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * A real gdnsd with one zone on the loopback interface. Where the tests run as root it runs as nobody, because no privilege is
 * needed.
 */
public final class GdnsdServer implements AutoCloseable {

    private static final String NOBODY = "nobody";

    private final Path directory;
    private final int port = Ports.next();
    private final ServerProcess process;

    private GdnsdServer(Path binary, String plugins, String zone, String records) {
        this.directory = ServerProcess.directory("fairlead-gdnsd-");
        boolean root = System.getProperty("user.name").equals("root");
        folder("zones", root);
        folder("run", root);
        folder("state", root);
        ServerProcess.write(directory.resolve("config"), configuration(plugins));
        ServerProcess.write(
                directory.resolve("zones").resolve(zone),
                "@ SOA ns hostmaster 1 3600 600 86400 5%n@ NS ns%nns A 127.0.0.1%n%s".formatted(records));
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of(binary.toString(), "-c", directory.toString(), "start"));
        this.process = new ServerProcess(directory, command, this::accepts);
    }

    /**
     * A server that is not started yet; without gdnsd on this machine the test is skipped or, where {@code CI=true}, fails.
     *
     * @param plugins what stands in {@code plugins => { }} of its configuration
     * @param records of the zone, beside its SOA and NS
     */
    public static GdnsdServer create(String plugins, String zone, String records) {
        return new GdnsdServer(RealServers.GDNSD.require(), plugins, zone, records);
    }

    private String configuration(String plugins) {
        return """
                options => {
                  listen => 127.0.0.1:%2$d
                  run_dir => %1$s/run
                  state_dir => %1$s/state
                  udp_threads => 1
                  tcp_threads => 1
                  min_ttl => 1
                }
                plugins => {
                %3$s
                }
                """.formatted(directory, port, plugins);
    }

    private void folder(String name, boolean root) {
        Path folder = directory.resolve(name);
        try {
            Files.createDirectory(folder);
            if (root) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /** Returns when it answers. */
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

    public Path adminState() {
        return directory.resolve("state").resolve("admin_state");
    }

    /** Its process, which is all of it. */
    public ProcessHandle handle() {
        return process.handle();
    }

    /** Where it answers DNS, by UDP and TCP. */
    public InetSocketAddress dnsAddress() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** What it has said so far. */
    public String said() {
        return process.said();
    }

    /** Kills it and removes its data. */
    @Override
    public void close() {
        process.remove();
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
