package dev.fairlead.quickstart.control;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.Location;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a running demo is reached, as its file says.
 *
 * @param token an operator's token for the gateways of all regions
 * @param controlToken for the control address
 */
public record RunningDemo(String token, List<Region> regions, URI control, String controlToken, List<Site> sites) {

    /** The file's name in the demo's directory. */
    public static final String FILE = "demo.json";

    private static final JsonMapper json = JsonMapper.shared();

    public RunningDemo {
        regions = List.copyOf(regions);
        sites = List.copyOf(sites);
    }

    /** The demo whose file stands in this directory, if there is one. */
    public static Optional<RunningDemo> in(Path directory) {
        Path file = directory.resolve(FILE);
        return Files.exists(file) ? Optional.of(json.readValue(file, RunningDemo.class)) : Optional.empty();
    }

    /** The region that is there also when it is the only one. */
    public Region first() {
        return regions.getFirst();
    }

    /** The data center whose web application has this address. */
    public Optional<DataCenterName> at(InetAddress address) {
        return sites.stream()
                .filter(site -> site.endpoint().ip().equals(address.getHostAddress()))
                .map(Site::dataCenter)
                .findFirst();
    }

    @Override
    public String toString() {
        return "RunningDemo%s".formatted(regions);
    }

    /**
     * A region of the control plane, as its users see it.
     *
     * @param dnsPort port of the DNS answerer at the gateway's address
     */
    public record Region(RegionName name, URI gateway, int dnsPort, URI edge) {

        public InetSocketAddress dns() {
            return new InetSocketAddress(gateway.getHost(), dnsPort);
        }
    }

    /** A demo data center's place and the address of its web application. */
    public record Site(DataCenterName dataCenter, EndpointAddress endpoint, Location location) {

        /** Where a version is installed. */
        public String installHook() {
            return "http://%s/install".formatted(endpoint);
        }
    }
}
