package dev.fairlead.health.probe;

import dev.fairlead.contracts.traffic.HealthCheck.Tls;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** How probes speak TLS: with servers that are trusted, or, where nobody asks who it is, with any. */
public final class ProbeTls {

    /** How long a session is resumed, which spares most of a handshake, and so a renewed certificate is not seen. */
    private static final Duration RESUMED = Duration.ofMinutes(10);

    private final Supplier<SSLContext> trusted;
    private final SSLContext anybody;

    /** @param trusted the same object until somebody else is to be trusted */
    public ProbeTls(Supplier<SSLContext> trusted) {
        this.trusted = trusted;
        try {
            this.anybody = SSLContext.getInstance("TLS");
            anybody.init(null, new TrustManager[] {new Anybody()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM speaks TLS", e);
        }
    }

    /**
     * @param host whom the certificate has to name, perhaps with a port
     * @param protocol of the application; absent: none is agreed on
     */
    SSLEngine engine(InetSocketAddress address, String host, @Nullable String protocol, Tls tls) {
        SSLContext context = tls.verify() ? trusted.get() : anybody;
        context.getClientSessionContext().setSessionTimeout((int) RESUMED.toSeconds());
        String name = host.replaceFirst(":\\d+$", "");
        SSLEngine engine = context.createSSLEngine(name, address.hashCode()); // sessions are resumed by both together
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(names(name));
        if (protocol != null) {
            parameters.setApplicationProtocols(new String[] {protocol});
        }
        if (tls.verify()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static List<SNIServerName> names(String host) {
        try {
            return List.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return List.of(); // an address: certificates may name it, the handshake may not
        }
    }

    /** Why the server's certificate will not do for long enough; absent: it will. */
    static @Nullable Outcome refusal(SSLSession session, Tls tls, Instant now) throws SSLPeerUnverifiedException {
        if (tls.minimumDaysLeft() == 0) {
            return null;
        }
        Instant end = ((X509Certificate) session.getPeerCertificates()[0])
                .getNotAfter()
                .toInstant();
        long daysLeft = Duration.between(now, end).toDays();
        return daysLeft >= tls.minimumDaysLeft()
                ? null
                : new Outcome.Failed("certificate expires in %d days, at %s".formatted(daysLeft, end));
    }

    /** Trusts every server. */
    private static final class Anybody extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
