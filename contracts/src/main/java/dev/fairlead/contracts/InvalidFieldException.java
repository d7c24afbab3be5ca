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
