package dev.fairlead.service.intake;

import java.io.IOException;

/** The body of a request passed the limit. */
public final class BodyTooLargeException extends IOException {

    BodyTooLargeException(long limit) {
        super("the body is larger than %d bytes".formatted(limit));
    }
}
