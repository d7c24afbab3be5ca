package dev.fairlead.gateway.dataplane;

import java.util.List;

/**
 * What came of a change.
 *
 * @param reached what the data plane should hold now: the desired state, with that as it was which was refused
 * @param refusals what was refused; none: all of it was taken
 */
public record Applied<S>(S reached, List<Refusal> refusals) {

    public Applied {
        refusals = List.copyOf(refusals);
    }

    public static <S> Applied<S> whole(S desired) {
        return new Applied<>(desired, List.of());
    }
}
