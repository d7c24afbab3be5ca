package dev.fairlead.gateway.envoy;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.beans.factory.BeanRegistry.SupplierContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * A data plane for each group of Envoys and each group of gRPC clients that is configured, and an xDS server for each
 * address that they share.
 */
@Configuration(proxyBeanMethods = false)
@Import(EnvoyConfiguration.Groups.class)
class EnvoyConfiguration {

    static final class Groups implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            Map<InetSocketAddress, Served> served = new HashMap<>();
            groups(environment, "envoy").forEach((name, settings) -> {
                String server = server(registry, served, name, settings);
                registry.registerBean(
                        "envoy-" + name,
                        EnvoyDataPlane.class,
                        bean -> bean.supplier(
                                context -> new EnvoyDataPlane(name, settings, context.bean(server, XdsServer.class))));
            });
            groups(environment, "grpc").forEach((name, settings) -> {
                String server = server(registry, served, name, settings);
                registry.registerBean(
                        "grpc-" + name,
                        GrpcDataPlane.class,
                        bean -> bean.supplier(
                                context -> new GrpcDataPlane(name, settings, context.bean(server, XdsServer.class))));
            });
        }

        private static Map<String, EnvoySettings> groups(Environment environment, String kind) {
            Map<String, EnvoySettings> groups = new TreeMap<>();
            Binder.get(environment)
                    .bind("fairlead.data-planes." + kind, Bindable.mapOf(String.class, EnvoySettings.Properties.class))
                    .orElse(Map.of())
                    .forEach((name, properties) -> groups.put(name, properties.withDefaults(name)));
            return groups;
        }

        /** The name of the server's bean; one server tells its groups apart by name. */
        private static String server(
                BeanRegistry registry, Map<InetSocketAddress, Served> served, String name, EnvoySettings settings) {
            InetSocketAddress address = new InetSocketAddress(settings.xdsAddress(), settings.xdsPort());
            String server = "xds-" + address;
            if (!served.containsKey(address)) {
                registry.registerBean(
                        server,
                        XdsServer.class,
                        bean -> bean.supplier(
                                context -> new XdsServer(address, credentials(settings.xdsBundle(), context))));
            }
            Served known = served.computeIfAbsent(address, first -> new Served(settings.xdsBundle(), new HashSet<>()));
            if (!known.groups().add(settings.nodeGroup())) {
                throw new IllegalStateException("%s: another data plane at %s has the node group %s too"
                        .formatted(name, address, settings.nodeGroup()));
            }
            if (!Objects.equals(known.bundle(), settings.xdsBundle())) {
                throw new IllegalStateException("%s: another data plane at %s has the xds-bundle %s, not %s"
                        .formatted(name, address, known.bundle(), settings.xdsBundle()));
            }
            return server;
        }

        private static ServerCredentials credentials(@Nullable String bundle, SupplierContext context) {
            return bundle == null
                    ? InsecureServerCredentials.create()
                    : XdsTls.of(context.bean(SslBundles.class), bundle);
        }

        /** What is known of an address. */
        private record Served(@Nullable String bundle, Set<String> groups) {}
    }
}
