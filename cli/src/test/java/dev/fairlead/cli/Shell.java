package dev.fairlead.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Runs the command as a shell would, with an environment and a standard input of its own. */
final class Shell {

    private final Map<String, String> env = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    static Shell at(TestGateway gateway) {
        return new Shell().env("FAIRLEAD_SERVER", gateway.url()).env("FAIRLEAD_TOKEN", TestGateway.TOKEN);
    }

    record Ended(int exitCode, String out, String err) {}

    Shell env(String name, String value) {
        env.put(name, value);
        return this;
    }

    Ended run(String... args) {
        return runWith("", args);
    }

    Ended runWith(String stdin, String... args) {
        int exitCode = Fairlead.run(
                new Surroundings(
                        env,
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false),
                args);
        return new Ended(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
