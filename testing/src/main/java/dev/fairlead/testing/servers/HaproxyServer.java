package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real HAProxy on the configuration that operators are shown, with its addresses and paths moved. No privilege is needed. */
public final class HaproxyServer implements AutoCloseable {

    private final Path directory = ServerProcess.directory("fairlead-haproxy-");
    private final int port = Ports.next();
    private final ServerProcess process;

    private HaproxyServer(Path binary, String example, Map<String, String> replaced) {
        String text = example.replace("192.0.2.80:80", "127.0.0.1:" + port)
                .replace("/run/haproxy/fairlead.sock", socket().toString())
                .replace("/var/lib/fairlead/haproxy", startDirectory().toString());
        for (Map.Entry<String, String> replacement : replaced.entrySet()) {
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        ServerProcess.write(configuration(), text);
        forgetAtStart();
        this.process = new ServerProcess(
                directory,
                List.of(binary.toString(), "-db", "-f", configuration().toString()),
                this::answers);
    }

    /**
     * A server that is not started yet; without HAProxy on this machine the test is skipped or, where {@code CI=true},
     * fails.
     *
     * @param replaced what else stands otherwise in its configuration
     */
    public static HaproxyServer create(Map<String, String> replaced) {
        Path binary = RealServers.HAPROXY.require();
        return new HaproxyServer(binary, RealServers.example("haproxy/haproxy.cfg"), replaced);
    }

    public Path configuration() {
        return directory.resolve("haproxy.cfg");
    }

    /** Where its runtime API is. */
    public Path socket() {
        return directory.resolve("socket");
    }

    /** Empties the files that it starts from, as they are before anybody steered it. */
    public void forgetAtStart() {
        try {
            Files.createDirectories(startDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + startDirectory(), e);
        }
        ServerProcess.write(startDirectory().resolve("servers.state"), "1\n");
        ServerProcess.write(startDirectory().resolve("writes.map"), "");
    }

    /** Where the files are that it starts from. */
    public Path startDirectory() {
        return directory.resolve("start");
    }

    /** Where users reach it. */
    public int port() {
        return port;
    }

    /** Returns when it answers; on the files that are there now. */
    public void start() {
        process.start();
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

    /** What its runtime API says to a line of commands. */
    public String runtime(String line) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("HAProxy does not answer", e);
        }
    }

    private boolean answers() {
        try (Socket users = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return users.isConnected() && Files.exists(socket());
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills it and removes its directory. */
    @Override
    public void close() {
        process.remove();
    }
}
