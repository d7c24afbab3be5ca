package dev.fairlead.gateway.operators;

import dev.fairlead.gateway.relay.RelayClient;
import dev.fairlead.service.intake.BodyTooLargeException;
import dev.fairlead.service.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
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
            return next.handle(request);
        } catch (UncheckedIOException e) {
            log.debug("upstream={} state=away", upstream.service(), e);
            return respond(refusal(Objects.requireNonNull(e.getCause())));
        }
    }

    ProblemDetail refusal(IOException failure) {
        return switch (failure) {
            case BodyTooLargeException tooLarge ->
                Problem.body(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE", tooLarge.getMessage(), List.of());
            case Passage.TokenRefusedException refused ->
                away("it does not accept the gateway's service token: both must be given the same one");
            case SocketTimeoutException late
            when !RelayClient.nothingSent(late) ->
                away("it did not answer in time; a change may or may not have been made");
            default -> away("it cannot be reached");
        };
    }

    private ProblemDetail away(String why) {
        return Problem.notReady(
                        "SERVICE_UNAVAILABLE",
                        "%s is away: %s. Meanwhile: %s.".formatted(upstream.service(), why, upstream.stillWorks()))
                .body();
    }

    private static ServerResponse respond(ProblemDetail body) {
        return ServerResponse.status(body.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
