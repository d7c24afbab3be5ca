package dev.fairlead.testing.servers;

import java.nio.file.Path;
import java.util.List;

/** A real Knot, with nothing of it but the one zone. It keeps what it is told in its journal only. */
public final class KnotServer extends PrimaryServer {

    private KnotServer(Path binary, Site site, Path configuration) {
        super(site, List.of(binary.toString(), "-c", configuration.toString()));
    }

    /** A server that is not started yet; without Knot on this machine the test is skipped or, where {@code CI=true}, fails. */
    public static KnotServer create(String zone) {
        Path binary = RealServers.KNOT.require();
        Path checker = RealServers.KNOT_CONTROL.require();
        Site site = Site.create("fairlead-knot-", zone);
        ServerProcess.write(site.keyFile(), "hmac-sha256:%s:%s%n".formatted(KEY_NAME, SECRET));
        Path configuration = site.configured(
                "knot.conf", configuration(site), List.of(checker.toString(), "-c", "knot.conf", "conf-check"));
        return new KnotServer(binary, site, configuration);
    }

    /** Without rotation it would name the same address first to everybody. */
    private static String configuration(Site site) {
        return """
                server:
                    rundir: %1$s
                    listen: 127.0.0.1@%2$d
                    answer-rotation: on
                    udp-workers: 1
                    tcp-workers: 1
                    background-workers: 1
                database:
                    storage: %3$s
                log:
                  - target: stdout
                    any: info
                key:
                  - id: %5$s
                    algorithm: hmac-sha256
                    secret: %6$s
                acl:
                  - id: %5$s
                    key: %5$s
                    action: [update, transfer]
                template:
                  - id: default
                    storage: %3$s
                    file: "%%s.zone"
                    journal-content: changes
                    zonefile-sync: -1
                    zonefile-load: difference
                zone:
                  - domain: %4$s
                    acl: %5$s
                """.formatted(site.directory(), site.port(), site.data(), site.zone(), KEY_NAME, SECRET);
    }
}
