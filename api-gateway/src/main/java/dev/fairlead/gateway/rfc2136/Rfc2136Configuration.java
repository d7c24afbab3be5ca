package dev.fairlead.gateway.rfc2136;

import dev.fairlead.gateway.dataplane.Credentials;
import java.util.Map;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A data plane for each name server that is configured. */
@Configuration(proxyBeanMethods = false)
@Import(Rfc2136Configuration.Servers.class)
class Rfc2136Configuration {

    @Bean
    Rfc2136Kind rfc2136Kind(Credentials credentials) {
        return new Rfc2136Kind(credentials);
    }

    static final class Servers implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Map<String, Rfc2136Settings> servers = Binder.get(environment)
                    .bind(
                            "fairlead.data-planes." + Rfc2136Kind.NAME,
                            Bindable.mapOf(String.class, Rfc2136Settings.class))
                    .orElse(Map.of());
            servers.forEach((name, settings) -> registry.registerBean(
                    "rfc2136-" + name,
                    Rfc2136DataPlane.class,
                    bean -> bean.supplier(
                            context -> context.bean(Rfc2136Kind.class).open(name, settings))));
        }
    }
}
