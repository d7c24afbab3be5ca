package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real name server that is the primary of one zone and takes dynamic updates and hands out the zone under a TSIG key, on the
 * loopback address. No privilege is needed.
 */
public abstract sealed class PrimaryServer implements DurableServer, AutoCloseable permits BindServer, KnotServer {

    /** The TSIG key, HMAC-SHA256. */
    public static final String KEY_NAME = "fairlead";

    public static final String SECRET = "ZmFpcmxlYWQtdGVzdHMtb25seS1hLWtleS1vZi0zMi0=";

    private final Site site;
    private final ServerProcess process;

    PrimaryServer(Site site, List<String> command) {
        this.site = site;
        this.process = new ServerProcess(site.directory(), command, site::answers);
    }

    /** Returns when it answers for its zone; on the data that it has. */
    @Override
    public void start() {
        process.start();
    }

    @Override
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

    @Override
    public void empty() {
        site.begin();
    }

    @Override
    public void keepData() {
        site.copy(site.data(), site.kept());
    }

    @Override
    public void bringBackData() {
        site.copy(site.kept(), site.data());
    }

    /** Where it answers, by UDP and TCP. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), site.port());
    }

    /** The file with its key. */
    public Path keyFile() {
        return site.keyFile();
    }

    /** Kills it and removes its data. */
    @Override
    public void close() {
        process.remove();
    }

    /**
     * Where a server lives.
     *
     * @param zone without the dot at the end
     */
    record Site(Path directory, int port, String zone) {

        /** Of a server that has been told nothing yet. */
        static Site create(String prefix, String zone) {
            Site site = new Site(ServerProcess.directory(prefix), Ports.next(), zone);
            site.begin();
            return site;
        }

        Path data() {
            return directory.resolve("data");
        }

        Path kept() {
            return directory.resolve("kept");
        }

        Path keyFile() {
            return directory.resolve("key");
        }

        /** Writes a configuration and has the server's own checker read it. */
        Path configured(String file, String text, List<String> checker) {
            Path configuration = directory.resolve(file);
            ServerProcess.write(configuration, text);
            try {
                Process check = new ProcessBuilder(checker)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
                String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (check.waitFor() != 0) {
                    throw new IllegalStateException("%s says:%n%s".formatted(checker.getFirst(), said));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run " + checker.getFirst(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            return configuration;
        }

        private void begin() {
            remove(data());
            try {
                Files.createDirectories(data());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot make " + data(), e);
            }
            ServerProcess.write(data().resolve(zone + ".zone"), """
                    $ORIGIN %s.
                    $TTL 60
                    @ SOA ns hostmaster 1 3600 600 86400 5
                    @ NS ns
                    ns A 127.0.0.1
                    """.formatted(zone));
        }

        private void copy(Path from, Path to) {
            remove(to);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(from.relativize(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot copy " + from, e);
            }
        }

        private static void remove(Path directory) {
            if (!Files.exists(directory)) {
                return;
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove " + directory, e);
            }
        }

        /** Whether it answers for its zone with authority: both listen before they have read it. */
        private boolean answers() {
            byte[] question = question();
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.setSoTimeout(200);
                socket.connect(InetAddress.getLoopbackAddress(), port);
                socket.send(new DatagramPacket(question, question.length));
                byte[] answer = new byte[512];
                socket.receive(new DatagramPacket(answer, answer.length));
                boolean authority = (answer[2] & 0x04) != 0;
                boolean noError = (answer[3] & 0x0f) == 0;
                return authority && noError;
            } catch (IOException e) {
                return false;
            }
        }

        /** One for the zone's SOA, byte by byte, because a DNS library is nothing that every module's tests should bring. */
        private byte[] question() {
            StringBuilder message = new StringBuilder("\0\1\0\0\0\1\0\0\0\0\0\0");
            for (String label : zone.split("\\.")) {
                message.append((char) label.length()).append(label);
            }
            return message.append("\0\0\6\0\1").toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
