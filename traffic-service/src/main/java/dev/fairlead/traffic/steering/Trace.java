package dev.fairlead.traffic.steering;

import java.util.List;
import java.util.function.Supplier;

/** Hears what a decision comes to at each of its steps while it is made. */
interface Trace {

    /** Nobody asks, and nothing is put in words. */
    Trace NONE = (step, said) -> {};

    void told(String step, Supplier<List<String>> said);
}
