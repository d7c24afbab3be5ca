package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Applications whose users are told apart by country and continent and split by weights, as a plan and as gdnsd's
 * configuration: four audiences, each with two of four data centers.
 */
final class Atlas {

    static final String ZONE = "dns.test";

    private static final int TTL_SECONDS = 5;
    private static final Instant DECIDED = Instant.parse("2026-01-01T00:00:00Z");

    /** In order of name. */
    private static final List<String> DATA_CENTERS = List.of("ap-east", "eu-west", "us-east", "us-west");

    private static final List<AudienceShares> AUDIENCES = List.of(
            new AudienceShares("japan", List.of("JP"), List.of(), List.of(), split("ap-east", 80, "us-west", 20)),
            new AudienceShares("europe", List.of(), List.of("EU"), List.of(), split("eu-west", 70, "us-east", 30)),
            new AudienceShares("asia", List.of(), List.of("AS"), List.of(), split("ap-east", 60, "eu-west", 40)),
            new AudienceShares("everyone", List.of(), List.of(), List.of(), split("us-east", 60, "us-west", 40)));

    private Atlas() {}

    private static List<Share> split(String one, int percent, String other, int otherPercent) {
        return List.of(
                new Share(DataCenterName.of(one), percent * Share.WHOLE / 100),
                new Share(DataCenterName.of(other), otherPercent * Share.WHOLE / 100));
    }

    static String host(int application) {
        return "app-%d.%s".formatted(application, ZONE);
    }

    /** The one endpoint that all applications have in a data center. */
    static String address(String dataCenter) {
        return "192.0.2." + (1 + DATA_CENTERS.indexOf(dataCenter));
    }

    static List<RoutingPlan> plans(int applications) {
        return IntStream.range(0, applications).mapToObj(Atlas::plan).toList();
    }

    private static RoutingPlan plan(int application) {
        return new RoutingPlan(
                ApplicationName.of("app-" + application),
                host(application),
                TTL_SECONDS,
                1,
                DECIDED,
                null,
                AUDIENCES,
                DATA_CENTERS.stream().map(Atlas::standing).toList(),
                null);
    }

    private static Standing standing(String dataCenter) {
        return new Standing(
                DataCenterName.of(dataCenter),
                Standing.State.SERVING,
                ServingMode.READ_WRITE,
                List.of(new EndpointAddress(address(dataCenter), 443)),
                DECIDED,
                "HEALTHY",
                "as the benchmark says",
                false);
    }

    /** The same as gdnsd says it: its map knows an audience as a data center, in which weights decide. */
    static String gdnsdPlugins(Path places) {
        return """
                geoip => {
                  maps => {
                    places => {
                      geoip2_db => %s
                      datacenters => [everyone, europe, asia, japan]
                      map => { default => [everyone], EU => [europe], AS => { default => [asia], JP => [japan] } }
                    }
                  }
                  resources => {
                    app => { map => places, dcmap => { %s } }
                  }
                }
                weighted => {
                  service_types => up
                %s
                }
                """.formatted(
                        places.toAbsolutePath(),
                        AUDIENCES.stream()
                                .map(audience -> "%1$s => %%weighted!%1$s".formatted(audience.audience()))
                                .collect(Collectors.joining(", ")),
                        AUDIENCES.stream().map(Atlas::weighted).collect(Collectors.joining("\n")));
    }

    private static String weighted(AudienceShares audience) {
        return audience.shares().stream()
                .map(share -> "%s => [%s, %d]"
                        .formatted(
                                share.dataCenter(), address(share.dataCenter().value()), share.basisPoints() / 100))
                .collect(Collectors.joining(", ", "  %s => { ".formatted(audience.audience()), " }"));
    }

    static String gdnsdRecords(int applications) {
        return IntStream.range(0, applications)
                .mapToObj(application -> "app-%d %d DYNA geoip!app\n".formatted(application, TTL_SECONDS))
                .collect(Collectors.joining());
    }

    /** The addresses that users of a country may be answered. */
    static List<String> addresses(String country, String continent) {
        return AUDIENCES.stream()
                .filter(audience -> audience.countries().contains(country)
                        || audience.continents().contains(continent)
                        || audience.audience().equals("everyone"))
                .findFirst()
                .orElseThrow()
                .shares()
                .stream()
                .map(share -> address(share.dataCenter().value()))
                .toList();
    }
}
