package dev.fairlead.cli;

import static java.util.Objects.requireNonNull;

import dev.fairlead.cli.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

@Command(
        name = "members",
        description = "Shows how far the members of a database are; one that is new is copied first.",
        mixinStandardHelpOptions = true)
final class MembersCommand implements Callable<Integer> {

    private static final List<Column> MEMBERS = List.of(
            Column.of("DATA CENTER", "/dataCenter"),
            Column.of("STAGE", "/stage"),
            new Column("COPIED", row -> copied(row.path("copied"))),
            Column.of("REASON", "/reason"));

    @ParentCommand
    private @Nullable DatabaseCommand parent;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}.")
    private Format format = Format.table;

    @Override
    public Integer call() {
        Fairlead root = requireNonNull(parent).root();
        root.print(format.list(root.api().get(Api.path("/v1/databases", name) + "/members"), MEMBERS));
        return ExitCode.OK;
    }

    private static String copied(JsonNode copied) {
        return copied.isObject()
                ? "%d of %d bytes"
                        .formatted(
                                copied.path("bytes").asLong(0),
                                copied.path("ofBytes").asLong(0))
                : "-";
    }
}
