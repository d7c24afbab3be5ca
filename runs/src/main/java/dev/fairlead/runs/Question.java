package dev.fairlead.runs;

/**
 * What a run asks its operators.
 *
 * @param number counts the questions of the run, so that an approval names what was seen
 * @param step sequence number of the step that asks
 * @param text the figures to decide on
 */
public record Question(int number, int step, String text) {}
