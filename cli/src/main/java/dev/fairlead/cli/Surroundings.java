package dev.fairlead.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the process was given.
 *
 * @param terminal whether a person reads the output as it comes, so that lines may be redrawn
 */
record Surroundings(Map<String, String> env, InputStream in, PrintStream out, PrintStream err, boolean terminal) {

    static Surroundings ofProcess() {
        Console console = System.console();
        return new Surroundings(
                System.getenv(), System.in, System.out, System.err, console != null && console.isTerminal());
    }
}
