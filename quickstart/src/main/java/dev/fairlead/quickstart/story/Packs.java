package dev.fairlead.quickstart.story;

import dev.fairlead.quickstart.control.RunningDemo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scenario packs in {@code examples/}, as they are but for the addresses, which are those of the demo. */
final class Packs {

    /** The documentation addresses of the packs' data centers, without their last number. */
    private static final String ADDRESS = "192.0.2.1";

    private final Path examples;
    private final List<RunningDemo.Site> sites;

    Packs(Path home, RunningDemo demo) {
        this.examples = home.resolve("examples");
        this.sites = demo.sites();
    }

    /** Writes the pack into a file of its own and gives that; whoever asks removes it. */
    Path written(String name) {
        try {
            String text = Files.readString(examples.resolve(name + ".yaml"));
            for (int i = 0; i < sites.size(); i++) {
                text = text.replace(
                        ADDRESS + (i + 1) + ":443", sites.get(i).endpoint().toString());
            }
            return Files.writeString(Files.createTempFile(name, ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read examples/%s.yaml".formatted(name), e);
        }
    }
}
