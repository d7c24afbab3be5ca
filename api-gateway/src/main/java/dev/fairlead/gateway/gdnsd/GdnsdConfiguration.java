package dev.fairlead.gateway.gdnsd;

import java.util.Map;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A data plane for each gdnsd that is configured. */
@Configuration(proxyBeanMethods = false)
@Import(GdnsdConfiguration.Servers.class)
class GdnsdConfiguration {

    @Bean
    GdnsdKind gdnsdKind() {
        return new GdnsdKind();
    }

    static final class Servers implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Map<String, GdnsdSettings> servers = Binder.get(environment)
                    .bind("fairlead.data-planes." + GdnsdKind.NAME, Bindable.mapOf(String.class, GdnsdSettings.class))
                    .orElse(Map.of());
            servers.forEach((name, settings) -> registry.registerBean(
                    "gdnsd-" + name,
                    GdnsdDataPlane.class,
                    bean -> bean.supplier(
                            context -> context.bean(GdnsdKind.class).open(name, settings))));
        }
    }
}
