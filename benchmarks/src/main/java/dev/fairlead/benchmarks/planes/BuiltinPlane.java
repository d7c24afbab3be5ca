package dev.fairlead.benchmarks.planes;

import dev.fairlead.postgres.FreePorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** One of the gateway's own data planes, which nobody else can change. */
final class BuiltinPlane implements Plane {

    private final String name;
    private final int port;
    private final User user;

    private BuiltinPlane(String name, int port, IntFunction<User> user) {
        this.name = name;
        this.port = port;
        this.user = user.apply(port);
    }

    static BuiltinPlane dns() {
        return new BuiltinPlane(
                "dns",
                FreePorts.next(),
                port -> User.ofDns(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    static BuiltinPlane edge() {
        return new BuiltinPlane("edge", FreePorts.next(), port -> User.ofProxy(URI.create("http://127.0.0.1:" + port)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.%s.".formatted(name);
        return Map.of(
                prefix + "enabled", "true",
                prefix + "address", "127.0.0.1",
                prefix + "port", Integer.toString(port));
    }

    @Override
    public void start() {
        // it comes with the gateway
    }

    @Override
    public void tell(int from, int to, Side side) {
        throw new UnsupportedOperationException("nobody but the gateway changes it");
    }

    @Override
    public Optional<Side> ask(int application) {
        return user.ask(Fleet.host(application));
    }

    @Override
    public void close() {
        // it goes with the gateway
    }
}
