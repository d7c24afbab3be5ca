package dev.fairlead.service.client;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * What another service is asked for again and again, and sends only when it changed since (RFC 9110, section 13.1.2). While
 * it did not, the very same object is given. For one thread at a time.
 */
public final class ConditionalRead<T> implements Supplier<T> {

    private final Function<@Nullable String, ResponseEntity<T>> question;
    private @Nullable Known<T> known;

    /** @param question takes the value of {@code If-None-Match}; absent: nothing is known */
    public ConditionalRead(Function<@Nullable String, ResponseEntity<T>> question) {
        this.question = question;
    }

    @Override
    public T get() {
        Known<T> before = known;
        ResponseEntity<T> answer = question.apply(before == null ? null : before.tag());
        T value = answer.getBody();
        if (value == null) {
            return Objects.requireNonNull(before, "no body, and nothing is known")
                    .value();
        }
        String tag = answer.getHeaders().getETag();
        known = tag == null ? null : new Known<>(value, tag);
        return value;
    }

    private record Known<T>(T value, String tag) {}
}
