package dev.fairlead.gateway.envoy;

import dev.fairlead.gateway.dataplane.DataPlane;
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
    XdsKind<EnvoyDataPlane> envoyKind(XdsServers servers) {
        return new XdsKind<>(XdsKind.ENVOY, servers, EnvoyDataPlane::new);
    }

    @Bean
    XdsKind<GrpcDataPlane> grpcKind(XdsServers servers) {
        return new XdsKind<>(XdsKind.GRPC, servers, GrpcDataPlane::new);
    }

    static final class Groups implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            register(XdsKind.ENVOY, EnvoyDataPlane.class, EnvoyDataPlane::new, registry, environment);
            register(XdsKind.GRPC, GrpcDataPlane.class, GrpcDataPlane::new, registry, environment);
        }

        private static <D extends DataPlane<EnvoyResources>> void register(
                String kind,
                Class<D> plane,
                XdsKind.Opening<D> opening,
                BeanRegistry registry,
                Environment environment) {
            Binder.get(environment)
                    .bind("fairlead.data-planes." + kind, Bindable.mapOf(String.class, EnvoySettings.Properties.class))
                    .orElse(Map.of())
                    .forEach((name, properties) -> registry.registerBean(
                            kind + "-" + name,
                            plane,
                            bean -> bean.supplier(
                                    context -> new XdsKind<>(kind, context.bean(XdsServers.class), opening)
                                            .open(name, properties))));
        }
    }
}
