package dev.fairlead.testing.servers;

import java.nio.file.Path;
import java.util.List;

/** A real BIND, with nothing of it but the one zone, in which its policy lets nobody write what is below {@code denied}. */
public final class BindServer extends PrimaryServer {

    private BindServer(Path binary, Site site, Path configuration) {
        super(site, List.of(binary.toString(), "-g", "-n", "1", "-c", configuration.toString()));
    }

    /** A server that is not started yet; without BIND on this machine the test is skipped or, where {@code CI=true}, fails. */
    public static BindServer create(String zone) {
        Path binary = RealServers.BIND.require();
        Path checker = RealServers.BIND_CHECK.require();
        Site site = Site.create("fairlead-bind-", zone);
        ServerProcess.write(site.keyFile(), """
                key "%s" {
                  algorithm hmac-sha256;
                  secret "%s";
                };
                """.formatted(KEY_NAME, SECRET));
        Path configuration =
                site.configured("named.conf", configuration(site), List.of(checker.toString(), "-z", "named.conf"));
        return new BindServer(binary, site, configuration);
    }

    private static String configuration(Site site) {
        return """
                options {
                  directory "%1$s";
                  listen-on port %2$d { 127.0.0.1; };
                  listen-on-v6 { none; };
                  pid-file none;
                  lock-file none;
                  session-keyfile none;
                  recursion no;
                  dnssec-validation no;
                  notify no;
                  empty-zones-enable no;
                };
                controls { };
                include "%3$s";
                zone "%4$s" {
                  type primary;
                  file "data/%4$s.zone";
                  allow-transfer { key %5$s; };
                  update-policy { deny %5$s subdomain denied.%4$s. ANY; grant %5$s zonesub A AAAA CNAME TXT; };
                };
                """.formatted(site.directory(), site.port(), site.keyFile(), site.zone(), KEY_NAME);
    }
}
