package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.quickstart.process.ChildProcess;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import dev.fairlead.quickstart.site.DemoSite;
import dev.fairlead.quickstart.site.SiteConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The web applications of the three data centers, each a process. */
final class Sites {

    private final DemoOptions options;
    private final ProcessRecords records;
    private final int port = FreePorts.next();
    private final Map<DemoDataCenter, Supervised> processes = new EnumMap<>(DemoDataCenter.class);

    Sites(DemoOptions options, ProcessRecords records) {
        this.options = options;
        this.records = records;
    }

    void start(ShopDatabase database) {
        for (DemoDataCenter dataCenter : DemoDataCenter.values()) {
            Supervised site = new Supervised(command(dataCenter, database), records, options.out());
            synchronized (processes) {
                processes.put(dataCenter, site);
            }
            site.start();
        }
    }

    private ChildProcess.Command command(DemoDataCenter dataCenter, ShopDatabase database) {
        String name = dataCenter.dataCenter().value();
        Path directory = options.directory().resolve("sites");
        Path file = directory.resolve(name + ".properties");
        List<DemoDataCenter> all = List.of(DemoDataCenter.values());
        List<DemoDataCenter> others =
                all.stream().filter(each -> each != dataCenter).toList();
        SiteConfig config = new SiteConfig(
                name,
                dataCenter.address(),
                port,
                database.member(dataCenter).jdbcUrl(ShopDatabase.DATABASE),
                database.url(others, "any"),
                database.url(all, "primary"),
                ShopDatabase.USER,
                database.password(),
                directory.resolve(name + ".version"));
        PrivateFiles.write(file, PropertiesText.of(config.properties()));
        return new ChildProcess.Command(
                "site-" + name,
                Java.line(
                        List.of("-Xmx48m", "-Dsun.net.httpserver.nodelay=true"),
                        DemoSite.class,
                        List.of(file.toString())),
                directory,
                options.directory().resolve("logs").resolve("site-" + name + ".log"));
    }

    EndpointAddress endpoint(DemoDataCenter dataCenter) {
        return new EndpointAddress(dataCenter.address(), port);
    }

    Supervised process(DemoDataCenter dataCenter) {
        synchronized (processes) {
            return Objects.requireNonNull(processes.get(dataCenter), "the site was not started yet");
        }
    }

    List<Supervised> processes() {
        synchronized (processes) {
            return new ArrayList<>(processes.values());
        }
    }
}
