package dev.fairlead.cli;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** The server refused: its problem (RFC 9457) in one line, and the exit code that belongs to it. */
final class Refusal extends Failure {

    private final int status;

    Refusal(int status, JsonNode problem) {
        super(exitCode(status, Json.text(problem, "/code")), line(status, problem));
        this.status = status;
    }

    int status() {
        return status;
    }

    /** Whether the gateway says that it, or what is behind it, is not there now: another region's may be. */
    boolean away() {
        return status == 502 || status == 503;
    }

    /** The pointer to each field that is wrong, or else the detail; then the code. */
    private static String line(int status, JsonNode problem) {
        StringJoiner line = new StringJoiner("; ");
        for (JsonNode error : problem.path("errors")) {
            String pointer = Json.text(error, "/pointer");
            line.add((pointer.isEmpty() ? "" : pointer + ": ") + Json.text(error, "/detail"));
        }
        if (line.length() == 0) {
            String detail = Json.text(problem, "/detail");
            line.add(detail.isEmpty() ? "the server answered %d".formatted(status) : detail);
        }
        String code = Json.text(problem, "/code");
        return line + (code.isEmpty() ? "" : " (" + code + ")");
    }

    private static int exitCode(int status, String code) {
        if (code.startsWith("SAFETY_RULE")) {
            return ExitCode.SAFETY_RULE;
        }
        return switch (status) {
            case 401, 403 -> ExitCode.NOT_ALLOWED;
            case 409, 412, 428 -> ExitCode.CONFLICT;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }
}
