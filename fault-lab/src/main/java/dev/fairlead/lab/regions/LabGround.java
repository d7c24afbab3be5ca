package dev.fairlead.lab.regions;

import dev.fairlead.lab.fabric.Fabric;
import dev.fairlead.quickstart.demo.Ground;
import java.util.List;

/** Each process on its own node of the network, called as the process is. */
record LabGround(Fabric fabric) implements Ground {

    @Override
    public String address(String process) {
        return fabric.address(process);
    }

    @Override
    public List<String> command(String process, List<String> line) {
        return fabric.command(process, line);
    }
}
