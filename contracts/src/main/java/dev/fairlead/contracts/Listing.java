package dev.fairlead.contracts;

import java.util.List;

/** A whole list as REST gives it; an object rather than an array, so that a cursor can join it one day. */
public record Listing<T>(List<T> items) {

    public Listing {
        items = List.copyOf(items);
    }
}
