package dev.fairlead.gateway.powerdns;

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

/** A data plane for each PowerDNS server that is configured. */
@Configuration(proxyBeanMethods = false)
@Import(PowerDnsConfiguration.Servers.class)
class PowerDnsConfiguration {

    @Bean
    PowerDnsKind powerDnsKind(Credentials credentials) {
        return new PowerDnsKind(credentials);
    }

    static final class Servers implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Map<String, PowerDnsSettings> servers = Binder.get(environment)
                    .bind(
                            "fairlead.data-planes." + PowerDnsKind.NAME,
                            Bindable.mapOf(String.class, PowerDnsSettings.class))
                    .orElse(Map.of());
            servers.forEach((name, settings) -> registry.registerBean(
                    "powerdns-" + name,
                    PowerDnsDataPlane.class,
                    bean -> bean.supplier(
                            context -> context.bean(PowerDnsKind.class).open(name, settings))));
        }
    }
}
