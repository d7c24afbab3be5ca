package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.Resource;
import dev.fairlead.service.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A PUT of a resource, as it came.
 *
 * @param name in the path
 * @param ifMatch the generation that the caller saw, as an entity tag; absent: any
 */
record ResourceRequest<S>(String name, S spec, @Nullable String ifMatch) {

    /** Checks the envelope: its kind, its name, and that there is a spec. */
    static <S> ResourceRequest<S> of(String kind, String name, Resource<S> body, @Nullable String ifMatch) {
        if (!kind.equals(body.kind())) {
            throw Problem.invalid("WRONG_KIND", "/kind", "kind is not " + kind);
        }
        // the records of the envelope check nothing themselves, because its parts may be absent in what a client sends
        Resource.@Nullable Metadata metadata = body.metadata();
        if (metadata == null || !name.equals(metadata.name())) {
            throw Problem.invalid(
                    "NAME_MISMATCH", "/metadata/name", "metadata.name is not " + name + ", as in the path");
        }
        @Nullable S spec = body.spec();
        if (spec == null) {
            throw Problem.invalid("INVALID_VALUE", "/spec", "spec is required");
        }
        return new ResourceRequest<>(name, spec, ifMatch);
    }
}
