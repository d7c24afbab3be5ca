package dev.fairlead.benchmarks;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.quickstart.client.DnsClient;
import dev.fairlead.quickstart.client.EdgeClient;
import dev.fairlead.quickstart.control.RunningDemo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** A data plane as one of its users sees it, and what was measured of it. */
final class WatchedPlane {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final String name;
    private final Supplier<Optional<DataCenterName>> ask;
    private final List<Double> sinceKill = new ArrayList<>();
    private final List<Double> sinceProof = new ArrayList<>();

    private WatchedPlane(String name, Supplier<Optional<DataCenterName>> ask) {
        this.name = name;
        this.ask = ask;
    }

    static WatchedPlane dns(String name, RunningDemo demo, InetSocketAddress server, String host, Network client) {
        DnsClient dns = new DnsClient(server, TIMEOUT);
        return new WatchedPlane(name, () -> {
            InetAddress address = dns.ask(host, client).address();
            return address == null ? Optional.empty() : demo.at(address);
        });
    }

    static WatchedPlane http(String name, URI proxy, String host, Network client) {
        EdgeClient edge = new EdgeClient(proxy, TIMEOUT);
        return new WatchedPlane(name, () -> {
            EdgeClient.Answer answer = edge.get(host, "/healthz", client.address());
            return answer.status() == 200 ? Optional.ofNullable(answer.dataCenter()) : Optional.empty();
        });
    }

    String name() {
        return name;
    }

    /** Where the user is sent now; empty when that cannot be used. */
    Optional<DataCenterName> ask() {
        return ask.get();
    }

    void measured(double secondsSinceKill, double millisSinceProof) {
        sinceKill.add(secondsSinceKill);
        sinceProof.add(millisSinceProof);
    }

    /** The one line. */
    String line(Figures detection) {
        Figures kill = Figures.of(sinceKill);
        return String.format(
                Locale.ROOT,
                "%-13s n=%d  kill → obeyed %s  ×%.2f of the detection  last proof → obeyed %s",
                name,
                kill.count(),
                kill.text("%.2f", "s"),
                kill.count() == 0 ? 0 : kill.median() / detection.median(),
                Figures.of(sinceProof).text("%.0f", "ms"));
    }
}
