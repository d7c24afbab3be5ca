package dev.fairlead.gateway.discover.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fairlead.contracts.InvalidFieldException;

/** What a client is about to do with the endpoints that it asks for. */
public enum Intent {
    @JsonProperty("read")
    READ,
    /** Requests that may change something: they belong where the primary is. */
    @JsonProperty("write")
    WRITE;

    /** The intent as a query says it; refuses everything else. */
    public static Intent of(String text) {
        return switch (text) {
            case "read" -> READ;
            case "write" -> WRITE;
            default -> throw new InvalidFieldException("intent", "intent is neither read nor write");
        };
    }
}
