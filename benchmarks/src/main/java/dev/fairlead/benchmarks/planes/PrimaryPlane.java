package dev.fairlead.benchmarks.planes;

import dev.fairlead.testing.servers.PrimaryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Update;

/** A real BIND or Knot; by hand, one dynamic update for up to five hundred names, and nothing asked before. */
final class PrimaryPlane implements Plane {

    private static final int BATCH = 500;
    private static final Name APEX = Name.fromConstantString(Fleet.ZONE + ".");

    private final Fleet fleet;
    private final PrimaryServer server;
    private final SimpleResolver resolver;
    private final User user;

    /** @param server of the fleet's zone */
    PrimaryPlane(Fleet fleet, PrimaryServer server) {
        this.fleet = fleet;
        this.server = server;
        this.user = User.ofDns(server.address());
        this.resolver = new SimpleResolver(server.address());
        resolver.setTCP(true);
        resolver.setTimeout(Duration.ofSeconds(60));
        resolver.setTSIGKey(new TSIG(TSIG.HMAC_SHA256, PrimaryServer.KEY_NAME + ".", PrimaryServer.SECRET));
    }

    @Override
    public Map<String, String> gatewayProperties() {
        String prefix = "fairlead.data-planes.rfc2136.%s.".formatted(NAME);
        return Map.of(
                prefix + "address",
                "127.0.0.1:" + server.address().getPort(),
                prefix + "key-file",
                server.keyFile().toString(),
                prefix + "zones",
                Fleet.ZONE);
    }

    @Override
    public void start() {
        server.start();
    }

    @Override
    public void tell(int from, int to, Side side) {
        for (int first = from; first < to; first += BATCH) {
            Update update = new Update(APEX);
            for (int application = first; application < Math.min(first + BATCH, to); application++) {
                update.replace(address(application, side));
            }
            send(update);
        }
    }

    private ARecord address(int application, Side side) {
        String ip = fleet.endpoints(application, side).getFirst().ip();
        return new ARecord(
                Name.fromConstantString(Fleet.host(application) + "."),
                DClass.IN,
                Fleet.TTL_SECONDS,
                InetAddress.ofLiteral(ip));
    }

    private void send(Update update) {
        try {
            int code = resolver.send(update).getRcode();
            if (code != Rcode.NOERROR) {
                throw new IllegalStateException("the update was answered " + Rcode.string(code));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the name server does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Side> ask(int application) {
        return user.ask(Fleet.host(application));
    }

    @Override
    public void close() {
        server.close();
    }
}
