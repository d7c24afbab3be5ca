package dev.fairlead.gateway.envoy;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * What an xDS server shows, and whom it lets in: nodes that an authority of the bundle certified. Renewed files count from the next
 * connection on; files that cannot be used leave the ones before in force.
 */
final class XdsTls {

    private static final Logger log = LoggerFactory.getLogger(XdsTls.class);

    private final String bundle;
    private final AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager nodes;
    private final Doorkeeper door;

    private XdsTls(String bundle) throws GeneralSecurityException {
        this.bundle = bundle;
        // a node is whoever the authority certified: its address stands in no certificate
        this.nodes = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                .build();
        this.door = new Doorkeeper(nodes);
    }

    static XdsTls of(SslBundles bundles, String bundle) {
        try {
            XdsTls tls = new XdsTls(bundle);
            tls.take(bundles.getBundle(bundle));
            bundles.addBundleUpdateHandler(bundle, tls::renew);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("SSL bundle %s (xds-bundle) cannot be used".formatted(bundle), e);
        }
    }

    ServerCredentials credentials() {
        return TlsServerCredentials.newBuilder()
                .keyManager(own)
                .trustManager(door)
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
    }

    /** Who was not let in last, why and when. */
    Optional<String> turnedAway() {
        return door.turnedAway();
    }

    private void renew(SslBundle renewed) {
        try {
            take(renewed);
            log.info("certificate=renewed bundle={} of=xds", bundle);
        } catch (GeneralSecurityException | IOException | IllegalStateException e) {
            log.error("certificate=kept bundle={} of=xds reason=\"{}\"", bundle, e.toString());
        }
    }

    private void take(SslBundle shown) throws GeneralSecurityException, IOException {
        KeyStore authorities = shown.getStores().getTrustStore();
        KeyStore store = shown.getStores().getKeyStore();
        if (authorities == null || store == null) {
            throw new IllegalStateException(
                    "SSL bundle %s (xds-bundle) needs a keystore and a truststore".formatted(bundle));
        }
        String password = shown.getKey().getPassword();
        String alias = keyAlias(store);
        Key key = store.getKey(alias, password == null ? null : password.toCharArray());
        nodes.updateTrustCredentials(certificates(authorities));
        own.updateIdentityCredentials(x509(store.getCertificateChain(alias)), (PrivateKey) key);
    }

    private String keyAlias(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return alias;
            }
        }
        throw new IllegalStateException("SSL bundle %s (xds-bundle) has no key of its own".formatted(bundle));
    }

    private static X509Certificate[] certificates(KeyStore authorities) throws GeneralSecurityException {
        List<String> aliases = Collections.list(authorities.aliases());
        Certificate[] all = new Certificate[aliases.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = authorities.getCertificate(aliases.get(i));
        }
        return x509(all);
    }

    private static X509Certificate[] x509(Certificate @Nullable [] certificates) {
        return certificates == null
                ? new X509Certificate[0]
                : Arrays.copyOf(certificates, certificates.length, X509Certificate[].class);
    }
}
