package dev.fairlead.gateway.haproxy;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** HAProxy's runtime API: several commands in a line, each answered by lines up to an empty one. */
final class RuntimeApi {

    /** Most bytes in one line; HAProxy takes a buffer of 16 KB, and operators may have set a smaller one. */
    private static final int LINE = 8_000;

    private final String shown;
    private final RuntimeSocket socket;

    RuntimeApi(HaproxySettings settings) {
        this.shown = settings.socket();
        this.socket = new RuntimeSocket(settings.address());
    }

    /** The answer to each command. */
    List<List<String>> ask(List<String> commands) {
        List<List<String>> answers = new ArrayList<>();
        for (List<String> line : lines(commands)) {
            answers.addAll(askLine(line));
        }
        return answers;
    }

    /** Has something done, all of it. */
    void tell(List<String> commands) {
        Map<String, String> refused = offer(commands);
        refused.entrySet().stream().findFirst().ifPresent(first -> {
            throw new DataPlaneException("HAProxy at %s refused %d of %d commands, first '%s': %s"
                    .formatted(shown, refused.size(), commands.size(), first.getKey(), first.getValue()));
        });
    }

    /** The same as far as HAProxy does it: the answers to what it refused, by command. The answer to what was done is empty. */
    Map<String, String> offer(List<String> commands) {
        List<List<String>> answers = ask(commands);
        Map<String, String> refused = new LinkedHashMap<>();
        for (int i = 0; i < commands.size(); i++) {
            if (!answers.get(i).isEmpty()) {
                refused.put(commands.get(i), String.join(" ", answers.get(i)));
            }
        }
        return refused;
    }

    private List<List<String>> askLine(List<String> commands) {
        String said;
        try {
            said = socket.ask(String.join(";", commands));
        } catch (IOException e) {
            String reason =
                    Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            throw new DataPlaneException("HAProxy at %s does not answer: %s".formatted(shown, reason), e);
        }
        List<List<String>> answers = new ArrayList<>();
        List<String> answer = new ArrayList<>();
        for (String line : said.lines().toList()) {
            if (line.isBlank()) {
                answers.add(answer);
                answer = new ArrayList<>();
            } else {
                answer.add(line);
            }
        }
        if (answers.size() != commands.size()) {
            throw new DataPlaneException("HAProxy at %s answered %d of %d commands: %s"
                    .formatted(
                            shown, answers.size(), commands.size(), said.substring(0, Math.min(said.length(), 200))));
        }
        return answers;
    }

    private static List<List<String>> lines(List<String> commands) {
        List<List<String>> lines = new ArrayList<>();
        int length = LINE;
        for (String command : commands) {
            if (length + command.length() >= LINE) {
                lines.add(new ArrayList<>());
                length = 0;
            }
            lines.getLast().add(command);
            length += command.length() + 1;
        }
        return lines;
    }
}
