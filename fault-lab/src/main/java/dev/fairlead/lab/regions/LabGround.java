package dev.fairlead.lab.regions;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.lab.fabric.Fabric;
import dev.fairlead.lab.fabric.Processors;
import dev.fairlead.quickstart.demo.Ground;
import java.util.List;

/** Each process on its own node of the network, called as the process is, with its region's part of the processors. */
record LabGround(Fabric fabric, Processors processors, List<RegionName> regions) implements Ground {

    @Override
    public String address(String process) {
        return fabric.address(process);
    }

    @Override
    public List<String> command(String process, List<String> line) {
        String region = regions.stream()
                .map(RegionName::value)
                .filter(name -> process.startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
        return processors.command(region, fabric.command(process, line));
    }
}
