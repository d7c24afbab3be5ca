package dev.fairlead.service.problem;

/**
 * One thing that is wrong with a request body.
 *
 * @param pointer JSON pointer (RFC 6901) to the field
 */
public record FieldError(String pointer, String detail) {}
