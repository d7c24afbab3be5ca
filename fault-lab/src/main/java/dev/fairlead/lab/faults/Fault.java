package dev.fairlead.lab.faults;

/** One cell of the matrix, on a target of its own. */
public record Fault(Kind kind, Target target) {

    public Fault {
        if (!possible(kind, target.column())) {
            throw new IllegalArgumentException("a %s cannot be befallen by %s".formatted(target, kind));
        }
    }

    /** Whether there is such a cell: a link has no process that could end. */
    public static boolean possible(Kind kind, Target.Column column) {
        return column != Target.Column.LINK || kind.onNetwork();
    }

    /** Whether a member of the database loses what it stored. */
    boolean emptiesDatabase() {
        return kind == Kind.RESTART_EMPTY
                && switch (target.column()) {
                    case REGION, LEADER, REPLICA -> true;
                    case SERVICE, NATS, GATEWAY, LINK -> false;
                };
    }

    @Override
    public String toString() {
        return "%s: %s".formatted(target, kind);
    }
}
