package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.builtin.edge.route.ClientAddress;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;

/** Carries headers across the edge, without those that belong to one connection only (RFC 9110, section 7.6.1). */
final class Headers {

    static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final String FORWARDED_HOST = "X-Forwarded-Host";

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "proxy-connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** The client library writes these itself. */
    private static final Set<String> WRITTEN_ANEW = Set.of("host", "content-length", "expect");

    private Headers() {}

    static void copyRequest(HttpServletRequest from, HttpMessage to, InetAddress peer, List<Network> trusted) {
        Set<String> dropped = dropped(Collections.list(from.getHeaders("Connection")).stream());
        for (String name : Collections.list(from.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!dropped.contains(lower) && !WRITTEN_ANEW.contains(lower)) {
                Collections.list(from.getHeaders(name)).forEach(value -> to.addHeader(name, value));
            }
        }
        boolean believed = ClientAddress.isTrusted(peer, trusted);
        List<String> before = believed ? Collections.list(from.getHeaders(FORWARDED_FOR)) : List.of();
        to.setHeader(
                FORWARDED_FOR,
                String.join(
                        ", ",
                        Stream.concat(before.stream(), Stream.of(peer.getHostAddress()))
                                .toList()));
        if (!believed || from.getHeader(FORWARDED_PROTO) == null) {
            to.setHeader(FORWARDED_PROTO, from.getScheme());
        }
        if (!believed || from.getHeader(FORWARDED_HOST) == null) {
            to.setHeader(FORWARDED_HOST, from.getHeader("Host"));
        }
    }

    static void copyResponse(List<Header> from, HttpServletResponse to) {
        Set<String> dropped = dropped(from.stream()
                .filter(header -> header.getName().equalsIgnoreCase("Connection"))
                .map(Header::getValue));
        for (Header header : from) {
            if (!dropped.contains(header.getName().toLowerCase(Locale.ROOT))) {
                to.addHeader(header.getName(), header.getValue());
            }
        }
    }

    /** The usual ones and those that the message itself names as belonging to its connection. */
    private static Set<String> dropped(Stream<String> connection) {
        Set<String> all = new TreeSet<>(HOP_BY_HOP);
        connection
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .forEach(all::add);
        return all;
    }
}
