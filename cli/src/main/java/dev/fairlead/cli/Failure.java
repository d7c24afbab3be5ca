package dev.fairlead.cli;

/** A command cannot be done: one line for whoever typed it, and an exit code. */
sealed class Failure extends RuntimeException permits Refusal {

    private final int exitCode;

    Failure(int exitCode, String line) {
        super(line.replaceAll("\\R", " "));
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
