package dev.fairlead.cli;

/** What a script learns from a command's end. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    /** Somebody else was there first, or the caller's copy is out of date. */
    static final int CONFLICT = 3;

    static final int NOT_ALLOWED = 4;
    /** A safety rule forbids it. */
    static final int SAFETY_RULE = 5;
    /** No server, or not the service behind it. */
    static final int UNREACHABLE = 6;

    static final int TIMEOUT = 124;

    private ExitCode() {}
}
