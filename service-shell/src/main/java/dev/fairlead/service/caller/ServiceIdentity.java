package dev.fairlead.service.caller;

import dev.fairlead.contracts.RegionName;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who a process is: {@code spiffe://<trust domain>/region/<region>/service/<service>}, the one URI among the alternative
 * names of its certificate (X.509-SVID of the SPIFFE standards).
 *
 * @param trustDomain the installation, all regions of it
 * @param service such as {@code traffic-service}
 */
public record ServiceIdentity(String trustDomain, RegionName region, String service) {

    private static final String LABEL = "([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)";
    private static final Pattern URI =
            Pattern.compile("spiffe://([a-z0-9._-]{1,255})/region/" + LABEL + "/service/" + LABEL);
    private static final int KIND_URI = 6; // RFC 5280, 4.2.1.6: uniformResourceIdentifier

    /** The identity that a certificate gives its holder; none where it has no URI, another one, or several. */
    public static Optional<ServiceIdentity> of(X509Certificate certificate) {
        List<String> uris = uris(certificate);
        return uris.size() == 1 ? parse(uris.getFirst()) : Optional.empty();
    }

    static Optional<ServiceIdentity> parse(String uri) {
        Matcher matcher = URI.matcher(uri);
        return matcher.matches()
                ? Optional.of(new ServiceIdentity(matcher.group(1), RegionName.of(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    private static List<String> uris(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> Integer.valueOf(KIND_URI).equals(name.getFirst()))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** The identity of another service of the same region. */
    public ServiceIdentity fellow(String service) {
        return new ServiceIdentity(trustDomain, region, service);
    }

    @Override
    public String toString() {
        return "spiffe://%s/region/%s/service/%s".formatted(trustDomain, region, service);
    }
}
