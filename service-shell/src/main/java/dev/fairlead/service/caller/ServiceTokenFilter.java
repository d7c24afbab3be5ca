package dev.fairlead.service.caller;

import dev.fairlead.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only callers with the service token in; the probes of the platform need none, nor do services of other regions, whom
 * their certificates name.
 */
public final class ServiceTokenFilter extends OncePerRequestFilter {

    private final ServiceToken token;
    private final ProblemWriter problems;

    public ServiceTokenFilter(ServiceToken token, ProblemWriter problems) {
        this.token = token;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/actuator/health") || CallerIdentityFilter.isFromPeer(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (token.allows(Objects.requireNonNullElse(request.getHeader(HttpHeaders.AUTHORIZATION), ""))) {
            chain.doFilter(request, response);
            return;
        }
        problems.write(
                response,
                HttpStatus.UNAUTHORIZED,
                "NOT_A_SERVICE",
                "this address answers only the gateway and other services: call the gateway");
    }
}
