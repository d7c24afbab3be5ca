package dev.fairlead.service.tls;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param bundle the SSL bundle with what this process shows other services and the authorities that it believes
 * @param operatorsBundle what the gateway shows operators instead, where people's browsers do not know the services'
 *     authority; the authorities in it are those of other regions' services
 */
@ConfigurationProperties("fairlead.tls")
record TlsProperties(String bundle, @Nullable String operatorsBundle) {

    String shownToOperators() {
        return operatorsBundle == null ? bundle : operatorsBundle;
    }
}
