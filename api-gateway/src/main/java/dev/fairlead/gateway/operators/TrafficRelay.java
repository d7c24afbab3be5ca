package dev.fairlead.gateway.operators;

import dev.fairlead.gateway.relay.Answer;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.caller.ServiceToken;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Carries an operator's request whose body was read here to the traffic-service, and the whole answer back. */
@Component
class TrafficRelay {

    private static final Logger log = LoggerFactory.getLogger(TrafficRelay.class);
    private static final List<String> ASKED =
            List.of(HttpHeaders.ACCEPT, HttpHeaders.IF_MATCH, HttpHeaders.IF_NONE_MATCH);
    private static final List<String> ANSWERED =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER);

    private final Passage passage;
    private final Environment environment;
    private final ServiceToken token;
    private final UpstreamAway away = new UpstreamAway(Upstream.TRAFFIC);

    TrafficRelay(Passage passage, Environment environment, ServiceToken token) {
        this.passage = passage;
        this.environment = environment;
        this.token = token;
    }

    /** @param json the body; absent: none */
    ResponseEntity<?> pass(HttpServletRequest request, byte @Nullable [] json) {
        URI service = URI.create(OperatorsConfiguration.address(environment, Upstream.TRAFFIC));
        try (Answer answer = passage.send(outgoing(request, json), service)) {
            HttpHeaders headers = new HttpHeaders();
            for (Header header : answer.headers()) {
                if (ANSWERED.stream().anyMatch(header.getName()::equalsIgnoreCase)) {
                    headers.add(header.getName(), header.getValue());
                }
            }
            byte[] body = answer.body();
            ResponseEntity.BodyBuilder head =
                    ResponseEntity.status(answer.status()).headers(headers);
            return body.length == 0 ? head.build() : head.body(body);
        } catch (IOException e) {
            log.debug("upstream={} state=away", Upstream.TRAFFIC.service(), e);
            ProblemDetail refusal = away.refusal(e);
            return ResponseEntity.status(refusal.getStatus()).body(refusal);
        }
    }

    private ClassicHttpRequest outgoing(HttpServletRequest request, byte @Nullable [] json) {
        String query = request.getQueryString();
        String path = request.getRequestURI() + (query == null ? "" : "?" + query);
        ClassicHttpRequest out = new BasicClassicHttpRequest(request.getMethod(), path);
        for (String name : ASKED) {
            String value = request.getHeader(name);
            if (value != null) {
                out.addHeader(name, value);
            }
        }
        out.setHeader(HttpHeaders.AUTHORIZATION, token.authorization());
        out.setHeader(
                Actor.HEADER, Objects.requireNonNull(request.getUserPrincipal()).getName());
        if (json != null) {
            out.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        }
        return out;
    }
}
