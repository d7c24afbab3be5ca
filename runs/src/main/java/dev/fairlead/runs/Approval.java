package dev.fairlead.runs;

/** An operator's answer to a question. */
public record Approval(int question, String author) {}
