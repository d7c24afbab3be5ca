package dev.fairlead.gateway.nginx;

import java.util.Map;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A data plane for each nginx that is configured. */
@Configuration(proxyBeanMethods = false)
@Import(NginxConfiguration.Servers.class)
class NginxConfiguration {

    @Bean
    NginxKind nginxKind() {
        return new NginxKind();
    }

    static final class Servers implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Map<String, NginxSettings.Properties> servers = Binder.get(environment)
                    .bind(
                            "fairlead.data-planes." + NginxKind.NAME,
                            Bindable.mapOf(String.class, NginxSettings.Properties.class))
                    .orElse(Map.of());
            servers.forEach((name, properties) -> registry.registerBean(
                    "nginx-" + name,
                    NginxDataPlane.class,
                    bean -> bean.supplier(
                            context -> context.bean(NginxKind.class).open(name, properties))));
        }
    }
}
