package dev.fairlead.gateway.operators;

import dev.fairlead.service.caller.Admission;
import dev.fairlead.service.caller.ServiceIdentity;
import dev.fairlead.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only operators in, and services of other regions that read facts, and only with paths that mean the same to everyone
 * behind: what is matched here and what a service makes of it must not differ by a {@code ..} or an encoded slash. Who calls
 * becomes the request's principal.
 */
final class OperatorFilter extends OncePerRequestFilter {

    private static final Pattern AMBIGUOUS =
            Pattern.compile("//|;|\\\\|/\\.{1,2}(/|$)|%(2e|2f|5c|25|3b|00)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPEN = Pattern.compile("/actuator/health(/.*)?");

    private final OperatorTokens tokens;
    private final OtherRegions regions;
    private final ProblemWriter problems;

    OperatorFilter(OperatorTokens tokens, OtherRegions regions, ProblemWriter problems) {
        this.tokens = tokens;
        this.regions = regions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (AMBIGUOUS.matcher(path).find()) {
            problems.write(
                    response, HttpStatus.BAD_REQUEST, "AMBIGUOUS_PATH", "the path can be read in more than one way");
            return;
        }
        if (OPEN.matcher(path).matches()) {
            chain.doFilter(request, response);
            return;
        }
        Optional<String> operator =
                tokens.operator(Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), ""));
        if (operator.isPresent()) {
            chain.doFilter(new ByCaller(request, operator.get()), response);
            return;
        }
        Optional<Admission> otherRegion = regions.admission(request);
        if (otherRegion.isEmpty()) {
            refuse(response);
            return;
        }
        switch (otherRegion.get()) {
            case Admission.Peer(ServiceIdentity peer) ->
                chain.doFilter(new ByCaller(request, peer.region() + "/" + peer.service()), response);
            case Admission.Refused(String code, String detail) ->
                problems.write(response, HttpStatus.FORBIDDEN, code, detail);
            case Admission.Fellow() -> refuse(response);
        }
    }

    private void refuse(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"fairlead\"");
        problems.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "NOT_AN_OPERATOR",
                "an operator's token is needed: Authorization: Bearer <token>");
    }

    private static final class ByCaller extends HttpServletRequestWrapper {

        private final String caller;

        ByCaller(HttpServletRequest request, String caller) {
            super(request);
            this.caller = caller;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> caller;
        }
    }
}
