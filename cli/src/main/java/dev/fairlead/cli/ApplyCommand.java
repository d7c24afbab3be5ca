package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "apply",
        description = {
            "Stores data centers, databases, applications and data planes, and starts rollouts, from YAML or JSON files.",
            "All files are read before anything is changed. What others need goes first, else the order is as written."
        },
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable Fairlead fairlead;

    @Option(
            names = "-f",
            required = true,
            paramLabel = "FILE",
            description = "May be given several times; - for standard input.")
    private List<String> files = new ArrayList<>();

    @Mixin
    private final Terms terms = new Terms();

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(fairlead);
        List<Manifest> manifests = files.stream()
                .flatMap(file -> Manifest.read(file, root.surroundings().in()).stream())
                .sorted(Comparator.comparing(Manifest::kind))
                .toList();
        Api api = root.api();
        List<Integer> failures = new ArrayList<>();
        for (int i = 0; i < manifests.size(); i++) {
            Manifest manifest = manifests.get(i);
            try {
                root.print(manifest.apply(api, terms) + System.lineSeparator());
            } catch (Failure e) {
                report(root, manifest.where() + ": " + manifest.label() + ": " + e.line());
                failures.add(e.exitCode());
                if (isHopeless(e)) {
                    int left = manifests.size() - i - 1;
                    if (left > 0) {
                        report(root, "%d more not tried".formatted(left));
                    }
                    return e.exitCode();
                }
            }
        }
        return exitCode(failures);
    }

    private static void report(Fairlead root, String line) {
        root.surroundings().out().flush();
        root.surroundings().err().println("fairlead: " + line);
    }

    /** Whether the next object would fail for the same reason. */
    private static boolean isHopeless(Failure failure) {
        return failure.exitCode() == ExitCode.NOT_ALLOWED
                || failure.exitCode() == ExitCode.UNREACHABLE && !(failure instanceof Refusal);
    }

    /** What all failures have in common. */
    private static int exitCode(List<Integer> failures) {
        return switch ((int) failures.stream().distinct().count()) {
            case 0 -> ExitCode.OK;
            case 1 -> failures.getFirst();
            default -> ExitCode.FAILED;
        };
    }
}
