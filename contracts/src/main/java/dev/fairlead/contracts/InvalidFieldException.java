package dev.fairlead.contracts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value was refused; {@link #field()} names the component, so that the error body can point at it. */
public final class InvalidFieldException extends IllegalArgumentException {

    private final String field;

    public InvalidFieldException(String field, String detail) {
        super(detail);
        this.field = field;
    }

    /** Refuses an absent required component. */
    public static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw new InvalidFieldException(field, field + " is required");
        }
        return value;
    }

    /** The list, copied; refuses an absent one and an absent element. */
    public static <T> List<T> elements(@Nullable List<T> list, String field) {
        for (T element : required(list, field)) {
            if (element == null) {
                throw new InvalidFieldException(field, field + " has an element that is null");
            }
        }
        return List.copyOf(required(list, field));
    }

    /** Refuses a text that is absent or blank, has control characters or more than 1,000 characters. */
    public static String sentence(@Nullable String text, String field) {
        String sentence = required(text, field);
        if (sentence.isBlank()) {
            throw new InvalidFieldException(field, field + " is required: whoever is on call next will read it");
        }
        if (sentence.length() > 1_000 || sentence.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidFieldException(field, field + " is longer than 1000 characters or has control characters");
        }
        return sentence;
    }

    /** Refuses a number outside {@code [least, most]}. */
    public static long inRange(long value, long least, long most, String field) {
        if (value < least || value > most) {
            throw new InvalidFieldException(
                    field, "%s is %d, not between %d and %d".formatted(field, value, least, most));
        }
        return value;
    }

    public String field() {
        return field;
    }
}
