package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.control.RunningDemo;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The demo's data centers: in each a web application and a member of its database. */
final class DataCenters {

    private final ShopDatabase database;
    private final Sites sites;

    DataCenters(DemoOptions options, ProcessRecords records) {
        this.database = new ShopDatabase(options, records);
        this.sites = new Sites(options, records);
    }

    /** Makes and starts the database. */
    void startDatabase() {
        database.start();
    }

    void startSites() {
        sites.start(database);
    }

    /** Writes them and what runs in them as an operator would. */
    void describeTo(GatewayClient gateway) throws IOException {
        DemoResources.apply(gateway, sites, database);
    }

    /** How a region's replication-service controls the databases beside it: its own, or all where the region is the only one. */
    Map<String, String> controlledIn(RegionName region) {
        List<DemoDataCenter> all = List.of(DemoDataCenter.values());
        List<DemoDataCenter> own =
                all.stream().filter(each -> each.region().equals(region)).toList();
        return database.controlled(own.isEmpty() ? all : own);
    }

    List<RunningDemo.Site> sites() {
        return Arrays.stream(DemoDataCenter.values())
                .map(each -> new RunningDemo.Site(each.dataCenter(), sites.endpoint(each), each.location()))
                .toList();
    }

    /** Ends all of a data center, as a power cut would. */
    void kill(DataCenterName name) {
        killSite(name);
        database.kill(DemoDataCenter.of(name));
    }

    void killSite(DataCenterName name) {
        sites.process(DemoDataCenter.of(name)).killForGood();
    }

    /** Starts what was killed. */
    void start(DataCenterName name) {
        database.start(DemoDataCenter.of(name));
        sites.process(DemoDataCenter.of(name)).start();
    }

    PostgresServer databaseIn(DataCenterName name) {
        return database.member(DemoDataCenter.of(name));
    }

    Stream<Supervised> processes() {
        return sites.processes().stream();
    }

    void stopDatabase() {
        database.stop();
    }
}
