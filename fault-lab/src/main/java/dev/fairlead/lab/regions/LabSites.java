package dev.fairlead.lab.regions;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import dev.fairlead.quickstart.demo.Java;
import dev.fairlead.quickstart.demo.Processes;
import dev.fairlead.quickstart.process.Supervised;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A data center in each region, with one process that serves its users. */
public final class LabSites {

    static final String PROCESS = "site";

    private final Processes processes;
    private final Map<RegionName, Supervised> sites = new LinkedHashMap<>();

    LabSites(Processes processes, List<RegionName> regions) {
        this.processes = processes;
        regions.forEach(region -> sites.put(region, create(region)));
    }

    public static String name(RegionName region) {
        return region + "-" + PROCESS;
    }

    private Supervised create(RegionName region) {
        List<String> arguments = List.of(
                DemoDataCenter.in(region).value(),
                endpoint(region).ip(),
                journal(region).toString());
        return processes.process(
                name(region),
                Java.line(List.of("-Xmx48m", "-Dsun.net.httpserver.nodelay=true"), LabSite.class, arguments),
                directory());
    }

    private Path directory() {
        return processes.options().directory().resolve("sites");
    }

    /** Where a site writes down what it was ordered to install. */
    public Path journal(RegionName region) {
        return directory().resolve(region + ".journal");
    }

    void start() {
        sites.values().forEach(Supervised::start);
    }

    void stop() {
        sites.values().forEach(Supervised::killForGood);
    }

    public Supervised process(RegionName region) {
        return Objects.requireNonNull(sites.get(region));
    }

    public EndpointAddress endpoint(RegionName region) {
        return new EndpointAddress(processes.ground().address(name(region)), LabSite.PORT);
    }

    /** Where it serves as another data center. */
    public EndpointAddress second(RegionName region) {
        return new EndpointAddress(endpoint(region).ip(), LabSite.SECOND_PORT);
    }
}
