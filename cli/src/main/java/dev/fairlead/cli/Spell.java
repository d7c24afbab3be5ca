package dev.fairlead.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A data center for a time: {@code us-west}, {@code us-west@2026-11-22T10:15:00Z}, or with {@code ..} and the end after that.
 *
 * @param from absent: from the beginning
 * @param until absent: to the end
 */
record Spell(
        String dataCenter, @Nullable Instant from, @Nullable Instant until) {

    static final String FORM = "DATA-CENTER[@FROM[..UNTIL]]";

    /** Writes it into an order. */
    void into(ObjectNode order) {
        order.put("dataCenter", dataCenter);
        if (from != null) {
            order.put("from", from.toString());
        }
        if (until != null) {
            order.put("to", until.toString());
        }
    }

    /** Reads it as it is typed. */
    static final class Converter implements ITypeConverter<Spell> {

        private static final Pattern TYPED = Pattern.compile("([^@]+)(?:@(.+?)(?:\\.\\.(.+))?)?");

        @Override
        public Spell convert(String text) {
            Matcher matcher = TYPED.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'%s' is not %s".formatted(text, FORM));
            }
            Spell spell = new Spell(matcher.group(1), instant(matcher.group(2)), instant(matcher.group(3)));
            if (spell.from != null && spell.until != null && !spell.from.isBefore(spell.until)) {
                throw new TypeConversionException("'%s' ends before it begins".formatted(text));
            }
            return spell;
        }

        private static @Nullable Instant instant(@Nullable String text) {
            try {
                return text == null ? null : Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException(
                        "'%s' is not an instant such as 2026-11-22T10:15:00Z".formatted(text));
            }
        }
    }
}
