package dev.fairlead.gateway.envoy;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nodes in by another one's rules and remembers why the last was turned away: gRPC tells nobody. */
final class Doorkeeper extends X509ExtendedTrustManager {

    private static final Logger log = LoggerFactory.getLogger(Doorkeeper.class);

    private final X509ExtendedTrustManager rules;
    private volatile @Nullable String turnedAway;

    Doorkeeper(X509ExtendedTrustManager rules) {
        this.rules = rules;
    }

    /** Whom, why and when; absent: nobody yet. */
    Optional<String> turnedAway() {
        return Optional.ofNullable(turnedAway);
    }

    private interface Check {

        void run() throws CertificateException;
    }

    private void check(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            String who = chain.length == 0
                    ? "one without a certificate"
                    : chain[0].getSubjectX500Principal().getName();
            turnedAway = "%s at %s: %s".formatted(who, Instant.now(), reason(e));
            log.warn("node=\"{}\" state=turned-away reason=\"{}\"", who, reason(e));
            throw e;
        }
    }

    /** What is behind it all: an expired certificate stands below two failures of its path. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = cause.getCause(); next != null && next != cause; next = cause.getCause()) {
            cause = next;
        }
        return "%s: %s"
                .formatted(
                        cause.getClass().getSimpleName(),
                        Objects.requireNonNullElse(cause.getMessage(), "it says no more"));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, () -> rules.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, () -> rules.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, () -> rules.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        rules.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        rules.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        rules.checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return rules.getAcceptedIssuers();
    }
}
