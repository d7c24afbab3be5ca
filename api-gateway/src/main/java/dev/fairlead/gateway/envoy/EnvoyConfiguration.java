package dev.fairlead.gateway.envoy;

import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A data plane for each group of Envoys that is configured, and an xDS server for each address that they share. */
@Configuration(proxyBeanMethods = false)
@Import(EnvoyConfiguration.Groups.class)
class EnvoyConfiguration {

    static final class Groups implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Set<InetSocketAddress> served = new HashSet<>();
            Binder.get(environment)
                    .bind("fairlead.data-planes.envoy", Bindable.mapOf(String.class, EnvoySettings.Properties.class))
                    .orElse(Map.of())
                    .forEach((name, properties) -> {
                        EnvoySettings settings = properties.withDefaults(name);
                        InetSocketAddress address = new InetSocketAddress(settings.xdsAddress(), settings.xdsPort());
                        String server = "xds-" + address;
                        if (served.add(address)) {
                            registry.registerBean(
                                    server, XdsServer.class, bean -> bean.supplier(context -> new XdsServer(address)));
                        }
                        registry.registerBean(
                                "envoy-" + name,
                                EnvoyDataPlane.class,
                                bean -> bean.supplier(context ->
                                        new EnvoyDataPlane(name, settings, context.bean(server, XdsServer.class))));
                    });
        }
    }
}
