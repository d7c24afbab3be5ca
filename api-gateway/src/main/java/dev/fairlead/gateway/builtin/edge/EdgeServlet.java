package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Network;
import dev.fairlead.gateway.builtin.TableInForce;
import dev.fairlead.gateway.builtin.edge.route.ClientAddress;
import dev.fairlead.gateway.builtin.edge.route.EdgeTable;
import dev.fairlead.gateway.builtin.edge.route.Route;
import dev.fairlead.gateway.builtin.edge.route.Route.Forward;
import dev.fairlead.gateway.builtin.edge.route.Route.Refuse;
import dev.fairlead.gateway.builtin.edge.route.Router;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.choice.Writes;
import dev.fairlead.gateway.relay.Answer;
import dev.fairlead.gateway.relay.RelayClient;
import dev.fairlead.gateway.relay.RequestBody;
import dev.fairlead.service.problem.ProblemWriter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Collections;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Takes requests in, has them routed, and streams both bodies through. */
final class EdgeServlet extends HttpServlet {

    /** Asked by the edge of itself: answers which data center the caller's request would go to, and sends nothing on. */
    static final String SELF_TEST = "/.well-known/fairlead-edge";

    static final String DATA_CENTER = "Fairlead-Data-Center";

    private static final Logger log = LoggerFactory.getLogger(EdgeServlet.class);

    private final transient RelayClient endpoints;
    private final transient PlaceLookup places;
    private final transient ProblemWriter problems;
    private final transient Turns turns;
    private final transient Counted counted;
    private final transient List<Network> trusted;
    private final transient TableInForce<String, EdgeTable> table;
    private final transient WriteTtl writes;

    EdgeServlet(
            TableInForce<String, EdgeTable> table,
            RelayClient endpoints,
            PlaceLookup places,
            ProblemWriter problems,
            Turns turns,
            Counted counted,
            List<Network> trusted,
            WriteTtl writes) {
        this.table = table;
        this.endpoints = endpoints;
        this.places = places;
        this.problems = problems;
        this.turns = turns;
        this.counted = counted;
        this.trusted = List.copyOf(trusted);
        this.writes = writes;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        EdgeTable inForce = table.get();
        if (inForce == null) {
            refuse(response, HttpStatus.SERVICE_UNAVAILABLE, "NO_PLAN", "no plan is known yet");
            return;
        }
        InetAddress peer = peer(request);
        InetAddress client =
                ClientAddress.of(peer, Collections.list(request.getHeaders(Headers.FORWARDED_FOR)), trusted);
        boolean ownQuestion = request.getRequestURI().equals(SELF_TEST)
                && request.getRemoteAddr().equals(request.getLocalAddr());
        if (!ownQuestion) {
            inForce.plan(request.getServerName()).ifPresent(plan -> counted.count(plan, client));
        }
        switch (route(inForce, request, client)) {
            case Refuse(Route.Refusal refusal, String detail) ->
                refuse(response, status(refusal), refusal.name(), detail);
            case Forward forward -> {
                if (ownQuestion) {
                    response.setHeader(
                            DATA_CENTER,
                            forward.targets().getFirst().dataCenter().value());
                    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
                } else {
                    forward(forward, request, response, peer);
                }
            }
        }
    }

    private Route route(EdgeTable inForce, HttpServletRequest request, InetAddress client) {
        Route route = Router.route(inForce, request.getServerName(), request.getMethod(), client, places);
        return route instanceof Forward && !Router.isSafe(request.getMethod()) && writes.isOver()
                ? new Refuse(Route.Refusal.READ_ONLY, "nobody confirms any more where changes are taken")
                : route;
    }

    /** Tries the endpoints in turn as long as it is certain that no request is carried out twice. */
    private void forward(Forward forward, HttpServletRequest request, HttpServletResponse response, InetAddress peer)
            throws IOException {
        HttpEntity body = RequestBody.of(request);
        boolean repeatable = body == null && Router.isSafe(request.getMethod());
        IOException failure = null;
        for (Attempt attempt : Attempt.inOrder(forward, turns)) {
            HttpHost endpoint = new HttpHost(
                    "http", attempt.endpoint().ip(), attempt.endpoint().port());
            try (Answer answer = endpoints.send(endpoint, outgoing(request, body, peer))) {
                turns.answered(forward.application(), attempt);
                deliver(answer, attempt, response);
                return;
            } catch (IOException e) {
                if (response.isCommitted()) {
                    throw e;
                }
                failure = e;
                if (isTheEndpoints(e, body)) {
                    turns.failed(forward.application(), attempt);
                }
                log.debug(
                        "edge application={} endpoint={} reason=\"{}\"", forward.application(), attempt.endpoint(), e);
                if (!RelayClient.nothingSent(e) && (!repeatable || e instanceof SocketTimeoutException)) {
                    break;
                }
            }
        }
        response.reset();
        boolean late = failure instanceof SocketTimeoutException && !RelayClient.nothingSent(failure);
        problems.write(
                response,
                late ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY,
                late ? "ENDPOINT_SILENT" : "ENDPOINT_UNREACHABLE",
                "no endpoint of %s answered".formatted(forward.application()));
    }

    /** While a body is passed on it may have been the user who went, and that all connections are taken is the edge's own doing. */
    private static boolean isTheEndpoints(IOException failure, @Nullable HttpEntity body) {
        return !(failure instanceof ConnectionRequestTimeoutException)
                && (body == null || RelayClient.nothingSent(failure));
    }

    private ClassicHttpRequest outgoing(HttpServletRequest request, @Nullable HttpEntity body, InetAddress peer) {
        String query = request.getQueryString();
        String path = query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        ClassicHttpRequest out = new BasicClassicHttpRequest(request.getMethod(), path);
        Headers.copyRequest(request, out, peer, trusted);
        out.setHeader("Host", request.getHeader("Host"));
        out.setEntity(body);
        return out;
    }

    private static void deliver(Answer answer, Attempt attempt, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        Headers.copyResponse(answer.headers(), response);
        response.setHeader(DATA_CENTER, attempt.dataCenter().value());
        answer.copyBody(response);
    }

    private void refuse(HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setIntHeader("Retry-After", Writes.RETRY_AFTER_SECONDS);
            response.setHeader(Writes.REASON_HEADER, code);
        }
        problems.write(response, status, code, detail);
    }

    private static HttpStatus status(Route.Refusal refusal) {
        return switch (refusal) {
            case HOST_UNKNOWN -> HttpStatus.MISDIRECTED_REQUEST;
            case READ_ONLY, NO_DATA_CENTER -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static InetAddress peer(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        int zone = address.indexOf('%');
        return IpAddresses.parse(zone < 0 ? address : address.substring(0, zone));
    }
}
