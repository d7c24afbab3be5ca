package dev.fairlead.quickstart.demo;

import dev.fairlead.quickstart.client.GatewayClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An api-gateway without the rest of a control plane, for benchmarks of its data planes: whoever starts it says what the
 * traffic-service would.
 */
public final class LoneGateway implements AutoCloseable {

    /** More than the demo gives it: ten thousand plans, and the zone that holds them, are in memory several times. */
    private static final String HEAP = "-Xmx512m";

    private final LoneService service;

    private LoneGateway(LoneService service) {
        this.service = service;
    }

    /**
     * One that is not started yet.
     *
     * @param home the checkout, where its built jar is found
     * @param traffic where it finds the plans
     * @param properties such as its bus and its data planes
     * @param jvm options beside those of a service
     */
    public static LoneGateway of(
            Path home, URI traffic, Map<String, String> properties, List<String> jvm, Consumer<String> out) {
        List<String> options = Stream.concat(Stream.of(HEAP), jvm.stream()).toList();
        LoneGateway gateway = new LoneGateway(LoneService.of(home, Service.GATEWAY, options, out));
        Map<String, String> all = new TreeMap<>(properties);
        all.put("fairlead.gateway.state-directory", gateway.state().toString());
        all.put("spring.http.serviceclient.traffic.base-url", traffic.toString());
        gateway.service.configure(all);
        return gateway;
    }

    private Path state() {
        return service.directory().resolve("state");
    }

    /** Returns when it is ready, for which it has to be told of a plan. */
    public void start() {
        service.start();
    }

    /** What it has said so far. */
    public String said() {
        return service.said();
    }

    /** The process that runs now. */
    public ProcessHandle handle() {
        return service.handle();
    }

    /** Asks it as an operator. */
    public GatewayClient client() {
        try {
            return new GatewayClient(
                    service.url(),
                    Files.readString(state().resolve("operator-token")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the gateway has made no operator's token", e);
        }
    }

    /** Ends it and removes its directory. */
    @Override
    public void close() {
        service.close();
    }
}
