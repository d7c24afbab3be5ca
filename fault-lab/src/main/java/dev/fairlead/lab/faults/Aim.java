package dev.fairlead.lab.faults;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.fabric.Link;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.PatroniDatabase;
import dev.fairlead.quickstart.demo.ControlPlane;
import dev.fairlead.quickstart.demo.Service;
import dev.fairlead.quickstart.process.Supervised;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a target is at this moment.
 *
 * @param processes that are ended or frozen
 * @param outward the links on which it sends
 * @param stored what it keeps over a restart
 */
record Aim(List<Supervised> processes, Set<Link> outward, List<Path> stored) {

    Aim {
        processes = List.copyOf(processes);
        outward = Set.copyOf(outward);
        stored = List.copyOf(stored);
    }

    static Aim at(Lab lab, Target target) {
        ControlPlane plane = lab.controlPlane();
        return switch (target) {
            case Target.Region(RegionName region) -> region(lab, region);
            case Target.OneService(RegionName region, Service service) -> service(lab, region, service, List.of());
            case Target.Gateway(RegionName region) ->
                service(lab, region, Service.GATEWAY, List.of(plane.gatewayState(region)));
            case Target.Nats(RegionName region) -> node(lab, plane.bus(region), region + "-nats", List.of());
            case Target.Leader() -> member(lab, leader(lab));
            case Target.Replica(int after) -> {
                List<RegionName> regions = lab.regions();
                yield member(lab, regions.get((regions.indexOf(leader(lab)) + after) % regions.size()));
            }
            case Target.Between(RegionName one, RegionName other) ->
                new Aim(List.of(), Lab.links(lab.nodes(one), lab.nodes(other)), List.of());
        };
    }

    /** While none leads, the first region's is as good as any. */
    private static RegionName leader(Lab lab) {
        return lab.database().leader().orElse(lab.regions().getFirst());
    }

    private static Aim member(Lab lab, RegionName region) {
        PatroniDatabase database = lab.database();
        return node(lab, database.member(region), PatroniDatabase.name(region), List.of(database.data(region)));
    }

    private static Aim service(Lab lab, RegionName region, Service service, List<Path> stored) {
        Supervised process = lab.controlPlane().region(region).process(service);
        return node(lab, process, process.name(), stored);
    }

    private static Aim node(Lab lab, Supervised process, String node, List<Path> stored) {
        return new Aim(List.of(process), Lab.links(List.of(node), lab.fabric().nodes()), stored);
    }

    /** etcd keeps what it stored: without it a member has to be taken out of its cluster and in again by hand. */
    private static Aim region(Lab lab, RegionName region) {
        List<Supervised> processes =
                new ArrayList<>(lab.controlPlane().region(region).processes());
        processes.add(lab.controlPlane().bus(region));
        processes.add(lab.database().member(region));
        processes.add(lab.database().elector(region));
        processes.add(lab.sites().process(region));
        List<String> others = lab.fabric().nodes().stream()
                .filter(node -> !lab.nodes(region).contains(node))
                .toList();
        return new Aim(
                processes,
                Lab.links(lab.nodes(region), others),
                List.of(lab.database().data(region), lab.controlPlane().gatewayState(region)));
    }
}
