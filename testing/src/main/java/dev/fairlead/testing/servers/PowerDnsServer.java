package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PowerDNS authoritative server with the LMDB backend, Lua records, client subnets and, for the places of clients,
 * an MMDB file with MaxMind's paths. Addresses are of the loopback interface; no privilege is needed.
 */
public final class PowerDnsServer implements DurableServer, AutoCloseable {

    private static final String API_KEY = "only-for-tests";

    private final Path directory;
    private final int dnsPort = Ports.next();
    private final int apiPort = Ports.next();
    private final ServerProcess process;

    private PowerDnsServer(Path binary, @Nullable Path places) {
        this.directory = ServerProcess.directory("fairlead-pdns-");
        ServerProcess.write(directory.resolve("pdns.conf"), configuration(places));
        ServerProcess.write(apiKeyFile(), API_KEY + "\n");
        this.process = new ServerProcess(
                directory,
                List.of(binary.toString(), "--config-dir=" + directory, "--daemon=no", "--guardian=no"),
                () -> accepts(dnsPort) && accepts(apiPort));
    }

    /**
     * A server that is not started yet; without PowerDNS on this machine the test is skipped or, where {@code CI=true},
     * fails.
     *
     * @param places MMDB file; absent: every client's place is unknown
     */
    public static PowerDnsServer create(@Nullable Path places) {
        return new PowerDnsServer(RealServers.POWERDNS.require(), places);
    }

    /** Lua records need the geoip backend's file to tell countries; without it they fail for a client that is not local. */
    private String configuration(@Nullable Path places) {
        return """
                launch=lmdb,geoip
                lmdb-filename=%1$s/pdns.lmdb
                lmdb-shards=1
                lmdb-sync-mode=nosync
                %2$s
                local-address=127.0.0.1
                local-port=%3$d
                receiver-threads=1
                distributor-threads=1
                socket-dir=%1$s
                webserver=yes
                webserver-address=127.0.0.1
                webserver-port=%4$d
                webserver-allow-from=127.0.0.0/8
                webserver-loglevel=none
                webserver-max-bodysize=64
                api=yes
                api-key=%5$s
                enable-lua-records=shared
                edns-subnet-processing=yes
                default-soa-content=ns1.@ hostmaster.@ 0 10800 3600 604800 5
                security-poll-suffix=
                """.formatted(
                        directory,
                        places == null ? "" : "geoip-database-files=mmdb:" + places.toAbsolutePath(),
                        dnsPort,
                        apiPort,
                        API_KEY);
    }

    @Override
    public void start() {
        process.start();
    }

    public void stop() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }

    public void restart() {
        stop();
        start();
    }

    @Override
    public void empty() {
        data(directory).forEach(file -> {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + file, e);
            }
        });
    }

    @Override
    public void keepData() {
        copy(directory, directory.resolve("kept"));
    }

    @Override
    public void bringBackData() {
        empty();
        copy(directory.resolve("kept"), directory);
    }

    private static void copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            for (Path file : data(from)) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + from, e);
        }
    }

    /** The files of its database. */
    private static List<Path> data(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("pdns.lmdb"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
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

    /** The address of the HTTP API, without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + apiPort);
    }

    public String apiKey() {
        return API_KEY;
    }

    public Path apiKeyFile() {
        return directory.resolve("api-key");
    }

    /** Its process, which is all of it. */
    public ProcessHandle handle() {
        return process.handle();
    }

    /** Where it answers DNS, by UDP and TCP. */
    public InetSocketAddress dnsAddress() {
        return new InetSocketAddress("127.0.0.1", dnsPort);
    }

    /** Kills it and removes its data. */
    @Override
    public void close() {
        process.remove();
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
