package dev.fairlead.gateway.envoy;

import io.grpc.InsecureServerCredentials;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * The xDS servers, one for each address. It opens with the first data plane there and closes with the last; in between they tell
 * their nodes apart by group.
 */
final class XdsServers implements AutoCloseable {

    private final SslBundles bundles;
    private final Map<InetSocketAddress, Shared> servers = new HashMap<>();
    private final Map<String, XdsTls> tls = new HashMap<>();

    XdsServers(SslBundles bundles) {
        this.bundles = bundles;
    }

    /** The server of the data plane's address, which the data plane leaves when it closes. Throws where it does not fit in. */
    synchronized XdsServer join(String name, EnvoySettings settings) {
        InetSocketAddress address = new InetSocketAddress(settings.xdsAddress(), settings.xdsPort());
        Shared shared = servers.get(address);
        if (shared == null || shared.server().isClosed()) {
            shared = new Shared(open(address, settings.xdsBundle()), settings.xdsBundle());
            servers.put(address, shared);
        }
        if (!Objects.equals(shared.bundle(), settings.xdsBundle())) {
            throw new IllegalStateException("%s: another data plane at %s has the xds-bundle %s, not %s"
                    .formatted(name, address, shared.bundle(), settings.xdsBundle()));
        }
        if (!shared.server().enter(settings.nodeGroup())) {
            throw new IllegalStateException("%s: another data plane at %s has the node group %s too"
                    .formatted(name, address, settings.nodeGroup()));
        }
        return shared.server();
    }

    /** All servers that show a bundle have it from one that follows its renewals. */
    private XdsServer open(InetSocketAddress address, @Nullable String bundle) {
        return bundle == null
                ? new XdsServer(address, InsecureServerCredentials.create())
                : new XdsServer(address, tls.computeIfAbsent(bundle, name -> XdsTls.of(bundles, name)));
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(shared -> shared.server().close());
    }

    private record Shared(XdsServer server, @Nullable String bundle) {}
}
