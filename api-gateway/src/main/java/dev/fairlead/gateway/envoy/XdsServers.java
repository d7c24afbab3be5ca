package dev.fairlead.gateway.envoy;

import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
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
    private final Map<String, ServerCredentials> credentials = new HashMap<>();

    XdsServers(SslBundles bundles) {
        this.bundles = bundles;
    }

    /** The server of the data plane's address, which the data plane leaves when it closes. Throws where it does not fit in. */
    synchronized XdsServer join(String name, EnvoySettings settings) {
        InetSocketAddress address = new InetSocketAddress(settings.xdsAddress(), settings.xdsPort());
        Shared shared = servers.get(address);
        if (shared == null || shared.server().isClosed()) {
            shared = new Shared(new XdsServer(address, credentials(settings.xdsBundle())), settings.xdsBundle());
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

    /** The same for each server that shows the bundle, because each follows its renewals. */
    private ServerCredentials credentials(@Nullable String bundle) {
        return bundle == null
                ? InsecureServerCredentials.create()
                : credentials.computeIfAbsent(bundle, name -> XdsTls.of(bundles, name));
    }

    @Override
    public synchronized void close() {
        servers.values().forEach(shared -> shared.server().close());
    }

    private record Shared(XdsServer server, @Nullable String bundle) {}
}
