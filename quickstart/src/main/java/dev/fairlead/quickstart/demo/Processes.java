package dev.fairlead.quickstart.demo;

import dev.fairlead.quickstart.process.ChildProcess;
import dev.fairlead.quickstart.process.ProcessRecords;
import dev.fairlead.quickstart.process.Supervised;
import java.nio.file.Path;
import java.util.List;

/** How the processes of one demo are made: where they stand, log and are written down. */
public record Processes(DemoOptions options, ProcessRecords records, Ground ground) {

    /** A process that is kept running once it is started. */
    public Supervised process(String name, List<String> line, Path directory) {
        return new Supervised(
                new ChildProcess.Command(name, ground.command(name, line), directory, log(name)),
                records,
                options.out());
    }

    /** Where a process of this name logs. */
    public Path log(String name) {
        return options.directory().resolve("logs").resolve(name + ".log");
    }

    String address(String name) {
        return ground.address(name);
    }
}
