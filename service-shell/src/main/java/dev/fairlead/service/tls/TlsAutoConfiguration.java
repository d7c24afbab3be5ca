package dev.fairlead.service.tls;

import dev.fairlead.service.ServiceProperties;
import dev.fairlead.service.caller.CallerIdentityFilter;
import dev.fairlead.service.problem.ProblemWriter;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Encrypts the port and the clients, and checks who calls. */
@AutoConfiguration(after = SslAutoConfiguration.class, before = ImperativeHttpClientAutoConfiguration.class)
@ConditionalOnProperty("fairlead.tls.bundle")
@EnableConfigurationProperties(TlsProperties.class)
class TlsAutoConfiguration {

    @Bean
    ServiceTls serviceTls(
            TlsProperties tls,
            SslBundles bundles,
            @Value("${fairlead.region}") String region,
            @Value("${spring.application.name}") String name) {
        return new ServiceTls(bundles, tls.bundle(), region, name);
    }

    /** People have tokens, so the gateway asks for a certificate and takes none for an answer. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableWebServerFactory> encryptedPort(
            TlsProperties tls, ServiceProperties properties, SslBundles bundles) {
        boolean people = properties.callers() == ServiceProperties.Callers.OPERATORS;
        String shown = people ? tls.shownToOperators() : tls.bundle();
        ServiceTls.requireAuthorities(bundles.getBundle(shown), shown);
        Ssl ssl = Ssl.forBundle(shown);
        ssl.setClientAuth(people ? Ssl.ClientAuth.WANT : Ssl.ClientAuth.NEED);
        return factory -> {
            factory.setSsl(ssl);
            factory.setSslBundles(bundles);
        };
    }

    /** Every client that Spring makes: those of the groups, of the peers, and the gateway's own. */
    @Bean
    ClientHttpRequestFactoryBuilder<RenewedClients> renewedClients(TlsProperties tls, SslBundles bundles) {
        JdkClientHttpRequestFactoryBuilder clients =
                ClientHttpRequestFactoryBuilder.jdk().withExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return given -> {
            HttpClientSettings settings = given == null ? HttpClientSettings.defaults() : given;
            RenewedClients made = new RenewedClients(
                    bundles.getBundle(tls.bundle()), bundle -> clients.build(settings.withSslBundle(bundle)));
            bundles.addBundleUpdateHandler(tls.bundle(), made::renew);
            return made;
        };
    }

    @Bean
    @ConditionalOnProperty(name = "fairlead.callers", havingValue = "services", matchIfMissing = true)
    FilterRegistrationBean<CallerIdentityFilter> callerIdentityFilter(ServiceTls tls, ProblemWriter problems) {
        var filter = new FilterRegistrationBean<>(new CallerIdentityFilter(tls.identity(), problems));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE + 90);
        return filter;
    }
}
