package dev.fairlead.testing.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real nginx on the configuration that operators are shown, with its addresses and paths moved. No privilege is needed. */
public final class NginxServer implements AutoCloseable {

    private final Path directory = ServerProcess.directory("fairlead-nginx-");
    private final int port = Ports.next();
    private final Path binary;
    private final ServerProcess process;

    private NginxServer(Path binary, String example, Map<String, String> replaced) {
        this.binary = binary;
        String text = example.replace("192.0.2.80:80", "127.0.0.1:" + port)
                .replace("/run/nginx.pid", pidFile().toString())
                .replace("/var/lib/fairlead/nginx", generatedDirectory().toString())
                .replace("http {\n", "http {\n" + ownTemporaryFiles());
        for (Map.Entry<String, String> replacement : replaced.entrySet()) {
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        ServerProcess.write(configuration(), text);
        this.process = new ServerProcess(
                directory,
                List.of(binary.toString(), "-c", configuration().toString(), "-g", "daemon off; error_log stderr;"),
                this::answers);
    }

    /**
     * A server that is not started yet; without nginx on this machine the test is skipped or, where {@code CI=true}, fails.
     *
     * @param replaced what else stands otherwise in its configuration
     */
    public static NginxServer create(Map<String, String> replaced) {
        Path binary = RealServers.NGINX.require();
        return new NginxServer(binary, RealServers.example("nginx/nginx.conf"), replaced);
    }

    private String ownTemporaryFiles() {
        return """
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                """.formatted(directory);
    }

    public Path binary() {
        return binary;
    }

    public Path configuration() {
        return directory.resolve("nginx.conf");
    }

    public Path pidFile() {
        return directory.resolve("nginx.pid");
    }

    /** Where the file is generated that it includes; it has to be there. */
    public Path generatedDirectory() {
        return directory.resolve("generated");
    }

    /** Where users reach it. */
    public int port() {
        return port;
    }

    /** Returns when it answers; on the files that are there now. */
    public void start() {
        process.start();
    }

    /** As {@code kill -9} does to all of its processes. */
    public void kill() {
        process.kill();
    }

    private boolean answers() {
        try (Socket users = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return users.isConnected();
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
