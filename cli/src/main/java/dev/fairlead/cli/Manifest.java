package dev.fairlead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;

/**
 * One object of a file that is applied.
 *
 * @param where the file and the number of the document in it
 */
record Manifest(String where, Kind kind, String name, JsonNode document) {

    /** What can be applied; others may need what stands before them here. */
    enum Kind {
        DATA_CENTER("DataCenter", "/v1/data-centers"),
        DATABASE("Database", "/v1/databases"),
        APPLICATION("Application", "/v1/applications"),
        DATA_PLANE("DataPlane", "/v1/data-planes"),
        DRILL_SCHEDULE("DrillSchedule", "/v1/drill-schedules"),
        ROLLOUT("Rollout", "/v1/rollouts");

        private final String label;
        private final String collection;

        Kind(String label, String collection) {
            this.label = label;
            this.collection = collection;
        }

        private static Optional<Kind> labelled(String label) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label.equals(label))
                    .findFirst();
        }
    }

    /**
     * Reads all documents of a file.
     *
     * @throws Failure naming the document, when one of them is no object that can be applied: then none is
     */
    static List<Manifest> read(String file, InputStream in) {
        String text = text(file, in);
        List<Manifest> manifests = new ArrayList<>();
        int number = 1;
        try (MappingIterator<JsonNode> documents = (text.stripLeading().startsWith("{") ? Json.MAPPER : Json.yaml())
                .readerFor(JsonNode.class)
                .readValues(text)) {
            for (; documents.hasNextValue(); number++) {
                JsonNode document = documents.nextValue();
                if (!document.isNull() && !document.isMissingNode()) {
                    manifests.add(of("%s, document %d".formatted(file, number), document));
                }
            }
        } catch (JacksonException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "%s, document %d: line %d: %s"
                            .formatted(
                                    file,
                                    number,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr(),
                                    e.getOriginalMessage()));
        }
        if (manifests.isEmpty()) {
            throw new Failure(ExitCode.FAILED, file + ": there is nothing in it");
        }
        return manifests;
    }

    private static String text(String file, InputStream in) {
        try {
            return file.equals("-")
                    ? new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    : Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot read " + file);
        }
    }

    private static Manifest of(String where, JsonNode document) {
        String label = Json.text(document, "/kind");
        Kind kind = Kind.labelled(label)
                .orElseThrow(() -> new Failure(
                        ExitCode.FAILED,
                        "%s: /kind: '%s' is none of DataCenter, Database, Application, DataPlane, DrillSchedule, Rollout"
                                .formatted(where, label)));
        String name = Json.text(document, "/metadata/name");
        if (name.isEmpty() && kind != Kind.ROLLOUT) {
            throw new Failure(ExitCode.FAILED, where + ": /metadata/name: a name is needed");
        }
        return new Manifest(where, kind, name, document);
    }

    /** What an operator calls it. */
    String label() {
        return name.isEmpty() ? kind.label : kind.label + "/" + name;
    }

    /** Stores or starts it, and says in a line what came of it. */
    String apply(Api api, Terms terms) {
        return label() + " " + (kind == Kind.ROLLOUT ? start(api, terms) : store(api, terms));
    }

    private String start(Api api, Terms terms) {
        if (terms.dryRun()) {
            return "would be started (not checked by the server)";
        }
        return "started as "
                + Json.cell(api.post(kind.collection, document.path("spec")).path("id"));
    }

    private String store(Api api, Terms terms) {
        String path = Api.path(kind.collection, name);
        Api.Reply before = api.find(path).orElse(null);
        JsonNode answer = api.put(onTerms(path, terms), document, before == null ? null : before.etag())
                .body();
        // what would be stored stands in a preview, where users are concerned
        boolean preview = answer.has("planHash");
        String what = what(before, preview ? answer.path("result") : answer);
        if (!terms.dryRun()) {
            return what;
        }
        return "would be " + what
                + (preview
                        ? "\n"
                                + PreviewText.of(answer)
                                        .stripTrailing()
                                        .indent(2)
                                        .stripTrailing()
                        : "");
    }

    /** A database and a schedule move nobody, so that there is nothing to foresee and no rule to overrule. */
    private String onTerms(String path, Terms terms) {
        if (kind != Kind.DATABASE && kind != Kind.DRILL_SCHEDULE) {
            return terms.on(path);
        }
        return terms.dryRun() ? path + "?dryRun=true" : path;
    }

    private static String what(Api.@Nullable Reply before, JsonNode after) {
        if (before == null) {
            return "created";
        }
        return generation(before.body()) == generation(after) ? "unchanged" : "changed";
    }

    private static long generation(JsonNode resource) {
        return resource.at("/metadata/generation").asLong(-1);
    }
}
