package dev.fairlead.gateway.haproxy;

import dev.fairlead.gateway.dataplane.PlanTable;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A data plane for each HAProxy that is configured. */
@Configuration(proxyBeanMethods = false)
@Import(HaproxyConfiguration.Proxies.class)
class HaproxyConfiguration {

    @Bean
    HaproxyKind haproxyKind(InstantSource clock, PlanTable plans) {
        return new HaproxyKind(clock, plans::heard);
    }

    static final class Proxies implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Map<String, HaproxySettings.Properties> proxies = Binder.get(environment)
                    .bind(
                            "fairlead.data-planes." + HaproxyKind.NAME,
                            Bindable.mapOf(String.class, HaproxySettings.Properties.class))
                    .orElse(Map.of());
            proxies.forEach((name, properties) -> registry.registerBean(
                    "haproxy-" + name,
                    HaproxyDataPlane.class,
                    bean -> bean.supplier(
                            context -> context.bean(HaproxyKind.class).open(name, properties))));
        }
    }
}
