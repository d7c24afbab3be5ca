package dev.fairlead.quickstart.story;

/**
 * Something that should be so, compared with what was seen.
 *
 * @param text a sentence with the figures
 */
record Expectation(boolean held, String text) {}
