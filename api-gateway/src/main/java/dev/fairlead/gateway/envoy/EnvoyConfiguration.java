package dev.fairlead.gateway.envoy;

import java.util.Map;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** A data plane for each group of Envoys and each group of gRPC clients that is configured. */
@Configuration(proxyBeanMethods = false)
@Import(EnvoyConfiguration.Groups.class)
class EnvoyConfiguration {

    @Bean
    XdsServers xdsServers(SslBundles bundles) {
        return new XdsServers(bundles);
    }

    @Bean
    EnvoyKind envoyKind(XdsServers servers) {
        return new EnvoyKind(servers);
    }

    @Bean
    GrpcKind grpcKind(XdsServers servers) {
        return new GrpcKind(servers);
    }

    static final class Groups implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            groups(environment, EnvoyKind.NAME)
                    .forEach((name, properties) -> registry.registerBean(
                            "envoy-" + name,
                            EnvoyDataPlane.class,
                            bean -> bean.supplier(
                                    context -> context.bean(EnvoyKind.class).open(name, properties))));
            groups(environment, GrpcKind.NAME)
                    .forEach((name, properties) -> registry.registerBean(
                            "grpc-" + name,
                            GrpcDataPlane.class,
                            bean -> bean.supplier(
                                    context -> context.bean(GrpcKind.class).open(name, properties))));
        }

        private static Map<String, EnvoySettings.Properties> groups(Environment environment, String kind) {
            return Binder.get(environment)
                    .bind("fairlead.data-planes." + kind, Bindable.mapOf(String.class, EnvoySettings.Properties.class))
                    .orElse(Map.of());
        }
    }
}
