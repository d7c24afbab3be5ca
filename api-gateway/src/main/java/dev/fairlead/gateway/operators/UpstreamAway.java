package dev.fairlead.gateway.operators;

import dev.fairlead.service.intake.BodyTooLargeException;
import dev.fairlead.service.problem.Problem;
import java.net.http.HttpTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** What operators are told when the service they need cannot be asked. */
final class UpstreamAway implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Logger log = LoggerFactory.getLogger(UpstreamAway.class);

    private final Upstream upstream;

    UpstreamAway(Upstream upstream) {
        this.upstream = upstream;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            ServerResponse response = next.handle(request);
            if (response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
                // Operators are checked here: a service that asks who calls does not know this gateway.
                close(request);
                return away("it does not accept the gateway's service token: both must be given the same one");
            }
            return response;
        } catch (ResourceAccessException e) {
            BodyTooLargeException tooLarge = cause(e, BodyTooLargeException.class);
            if (tooLarge != null) {
                return respond(
                        Problem.body(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE", tooLarge.getMessage(), List.of()));
            }
            log.debug("upstream={} state=away", upstream.service(), e);
            return away(
                    cause(e, HttpTimeoutException.class) == null
                            ? "it cannot be reached"
                            : "it did not answer in time; a change may or may not have been made");
        }
    }

    private static void close(ServerRequest request) {
        ClientHttpResponse unread = MvcUtils.getAttribute(request, MvcUtils.CLIENT_RESPONSE_ATTR);
        if (unread != null) {
            unread.close();
        }
    }

    private ServerResponse away(String why) {
        return respond(Problem.notReady(
                        "SERVICE_UNAVAILABLE",
                        "%s is away: %s. Meanwhile: %s.".formatted(upstream.service(), why, upstream.stillWorks()))
                .body());
    }

    private static ServerResponse respond(ProblemDetail body) {
        return ServerResponse.status(body.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
