package dev.fairlead.service.bus;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;

/** What the bus runs on. */
sealed interface BusUrl {

    /** LISTEN and NOTIFY of this database. */
    record Postgres(String url) implements BusUrl {}

    /**
     * These servers, in the order in which they are tried.
     *
     * @param secure whether the connections are encrypted
     */
    record Nats(List<String> servers, boolean secure) implements BusUrl {
        public Nats {
            servers = List.copyOf(servers);
        }
    }

    /** Refuses what is neither, without repeating it: a password may stand in it. */
    static BusUrl parse(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return new Postgres(url);
        }
        List<URI> servers = Arrays.stream(url.split(",", -1))
                .map(server -> server(server.strip()))
                .toList();
        if (servers.stream().map(URI::getScheme).distinct().count() > 1) {
            throw new IllegalArgumentException("fairlead.bus.url mixes nats:// and tls://");
        }
        return new Nats(
                servers.stream().map(URI::toString).toList(),
                servers.getFirst().getScheme().equals("tls"));
    }

    private static URI server(String server) {
        URI uri;
        try {
            uri = new URI(server);
        } catch (URISyntaxException e) {
            throw neither();
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "fairlead.bus.url holds a password, which belongs into fairlead.bus.password");
        }
        boolean known = "nats".equals(uri.getScheme()) || "tls".equals(uri.getScheme());
        boolean port = uri.getPort() != 0 && uri.getPort() <= 65_535;
        boolean nothingMore = "".equals(uri.getRawPath()) && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!known || uri.getHost() == null || !port || !nothingMore) {
            throw neither();
        }
        return uri;
    }

    private static IllegalArgumentException neither() {
        return new IllegalArgumentException(
                "fairlead.bus.url is neither jdbc:postgresql:… nor nats://host:port or tls://host:port, several by comma");
    }
}
