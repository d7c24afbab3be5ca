package dev.fairlead.gateway.operators;

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
 * Lets only operators in, and only with paths that mean the same to everyone behind: what is matched here and what a
 * service makes of it must not differ by a {@code ..} or an encoded slash. The operator becomes the request's principal.
 */
final class OperatorFilter extends OncePerRequestFilter {

    private static final Pattern AMBIGUOUS =
            Pattern.compile("//|;|\\\\|/\\.{1,2}(/|$)|%(2e|2f|5c|25|3b|00)", Pattern.CASE_INSENSITIVE);
    private static final Pattern OPEN = Pattern.compile("/actuator/health(/.*)?");

    private final OperatorTokens tokens;
    private final ProblemWriter problems;

    OperatorFilter(OperatorTokens tokens, ProblemWriter problems) {
        this.tokens = tokens;
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
            chain.doFilter(new ByOperator(request, operator.get()), response);
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"fairlead\"");
        problems.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "NOT_AN_OPERATOR",
                "an operator's token is needed: Authorization: Bearer <token>");
    }

    private static final class ByOperator extends HttpServletRequestWrapper {

        private final String operator;

        ByOperator(HttpServletRequest request, String operator) {
            super(request);
            this.operator = operator;
        }

        @Override
        public Principal getUserPrincipal() {
            return () -> operator;
        }
    }
}
