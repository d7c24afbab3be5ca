package dev.fairlead.service.tls;

import dev.fairlead.service.caller.ServiceIdentity;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.client.ClientHttpRequestFactory;

/**
 * What this process shows other services and whom it believes, as the files are at this moment. Spring's bundles renew
 * themselves, but what was made of them does not: clients ask here for each new connection.
 */
public final class ServiceTls {

    private static final Logger log = LoggerFactory.getLogger(ServiceTls.class);

    private final SslBundles bundles;
    private final String bundle;
    private final ServiceIdentity identity;
    private volatile SSLContext context;

    /**
     * Refuses a bundle that lacks something, or whose certificate is somebody else's.
     *
     * @param region what the identity's region must be
     * @param service what the identity's service must be
     */
    ServiceTls(SslBundles bundles, String bundle, String region, String service) {
        SslBundle first = bundles.getBundle(bundle);
        this.bundles = bundles;
        this.bundle = bundle;
        this.identity = identity(first);
        if (!identity.region().value().equals(region) || !identity.service().equals(service)) {
            throw new IllegalStateException(
                    "SSL bundle %s (fairlead.tls.bundle) is the certificate of the %s of region %s, but this is the %s of region %s (spring.application.name, fairlead.region)"
                            .formatted(bundle, identity.service(), identity.region(), service, region));
        }
        requireAuthorities(first, bundle);
        this.context = first.createSslContext();
        bundles.addBundleUpdateHandler(bundle, this::renew);
    }

    /** Without authorities of its own a port would believe every public one. */
    static void requireAuthorities(SslBundle bundle, String name) {
        if (bundle.getStores().getTrustStore() == null) {
            throw new IllegalStateException(
                    "SSL bundle %s has no truststore: it has to name the authorities of the services".formatted(name));
        }
    }

    /** Who this process is. */
    public ServiceIdentity identity() {
        return identity;
    }

    /** For the next connection. */
    public SSLContext context() {
        return context;
    }

    /** Makes requests to other replicas of this service, which are believed by their identity, not by a name. */
    public ClientHttpRequestFactory clientsOfReplicas() {
        RenewedClients made =
                new RenewedClients(bundles.getBundle(bundle), shown -> ReplicaTrust.client(shown, identity));
        bundles.addBundleUpdateHandler(bundle, made::renew);
        return made;
    }

    private void renew(SslBundle renewed) {
        context = renewed.createSslContext();
        X509Certificate certificate = certificate(renewed);
        if (certificate != null
                && ServiceIdentity.of(certificate).filter(identity::equals).isPresent()) {
            log.info(
                    "certificate=renewed bundle={} serial={} until={}",
                    bundle,
                    certificate.getSerialNumber().toString(16),
                    certificate.getNotAfter().toInstant());
        } else {
            log.error(
                    "certificate=renewed bundle={} reason=\"it is not of {}: other services will refuse this one\"",
                    bundle,
                    identity);
        }
    }

    private ServiceIdentity identity(SslBundle shown) {
        X509Certificate certificate = certificate(shown);
        if (certificate == null) {
            throw new IllegalStateException(
                    "SSL bundle %s (fairlead.tls.bundle) has no certificate of this service's own".formatted(bundle));
        }
        return ServiceIdentity.of(certificate)
                .orElseThrow(() -> new IllegalStateException(
                        "the certificate of SSL bundle %s (fairlead.tls.bundle) names no service: its one URI has to be spiffe://<trust domain>/region/<region>/service/<service>"
                                .formatted(bundle)));
    }

    private static @Nullable X509Certificate certificate(SslBundle shown) {
        KeyStore store = shown.getStores().getKeyStore();
        if (store == null) {
            return null;
        }
        try {
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                    return certificate;
                }
            }
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot read an SSL bundle's own certificate", e);
        }
    }
}
