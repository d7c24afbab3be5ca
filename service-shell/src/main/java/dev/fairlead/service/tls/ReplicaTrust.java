package dev.fairlead.service.tls;

import dev.fairlead.service.caller.ServiceIdentity;
import java.net.Socket;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * Believes a replica of this service by its identity. Replicas come and go by address, which no certificate names; that it is
 * the same service of the same region says more than a name would.
 */
final class ReplicaTrust extends X509ExtendedTrustManager {

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final X509TrustManager authorities;
    private final ServiceIdentity own;

    private ReplicaTrust(X509TrustManager authorities, ServiceIdentity own) {
        this.authorities = authorities;
        this.own = own;
    }

    /** A client that shows this certificate and talks to holders of the identity only. */
    static ClientHttpRequestFactory client(SslBundle shown, ServiceIdentity own) {
        try {
            X509TrustManager authorities = Arrays.stream(shown.getManagers().getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("an SSL bundle has no authorities"));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    shown.getManagers().getKeyManagers(),
                    new TrustManager[] {new ReplicaTrust(authorities, own)},
                    null);
            JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .sslContext(context)
                    .build());
            requests.setReadTimeout(ANSWER);
            return requests;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a client of an SSL bundle", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        authorities.checkServerTrusted(chain, authType);
        if (ServiceIdentity.of(chain[0]).filter(own::equals).isEmpty()) {
            throw new CertificateException("the certificate is not of " + own);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("nobody calls a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.getAcceptedIssuers();
    }
}
