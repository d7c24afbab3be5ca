package dev.fairlead.gateway.operators;

import dev.fairlead.service.caller.Admission;
import dev.fairlead.service.caller.ClientCertificate;
import dev.fairlead.service.caller.ServiceIdentity;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** Services of other regions, which may read facts through this gateway: they have certificates, not operators' tokens. */
final class OtherRegions {

    private final @Nullable ServiceIdentity own;

    /** @param own this gateway's; without one no other region is known */
    OtherRegions(@Nullable ServiceIdentity own) {
        this.own = own;
    }

    /** What is decided of a service that calls; none where no service does. */
    Optional<Admission> admission(HttpServletRequest request) {
        return own == null
                ? Optional.empty()
                : ClientCertificate.identity(request)
                        .map(caller -> Admission.decide(
                                asked(own, request), caller, request.getMethod(), request.getRequestURI()));
    }

    /** The service behind, whose place the gateway takes. */
    private static ServiceIdentity asked(ServiceIdentity own, HttpServletRequest request) {
        return Arrays.stream(Upstream.values())
                .filter(upstream -> upstream.exposes(HttpMethod.valueOf(request.getMethod()), request.getRequestURI()))
                .findFirst()
                .map(upstream -> own.fellow(upstream.service()))
                .orElse(own);
    }
}
