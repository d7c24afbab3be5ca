package dev.fairlead.service.caller;

import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Who is at the other end of a request's connection, as TLS has proven. */
public final class ClientCertificate {

    private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

    private ClientCertificate() {}

    /** None where no certificate was shown, or one that is no service's. */
    public static Optional<ServiceIdentity> identity(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0
                ? ServiceIdentity.of(chain[0])
                : Optional.empty();
    }
}
