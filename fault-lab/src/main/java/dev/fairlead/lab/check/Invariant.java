package dev.fairlead.lab.check;

/** What must never be seen, whatever is broken. */
public enum Invariant {
    LOST_WRITES("acknowledged writes lost"),
    WRONG_MOVES("wrong moves of traffic"),
    TWO_EXECUTORS("two executors of one run"),
    DIFFERING_PLANS("plans differing > 2 s"),
    FAILED_REQUESTS("user requests failed"),
    NOT_RECOVERED("not recovered");

    private final String text;

    Invariant(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
