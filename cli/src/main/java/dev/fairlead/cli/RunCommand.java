package dev.fairlead.cli;

import picocli.CommandLine.Command;

@Command(
        name = "run",
        description = "Follows a run of any kind, and tells it what to do.",
        mixinStandardHelpOptions = true)
final class RunCommand extends RunVerbs {

    RunCommand() {
        super("/v1/runs");
    }
}
