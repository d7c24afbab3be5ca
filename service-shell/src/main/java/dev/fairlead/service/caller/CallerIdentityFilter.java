package dev.fairlead.service.caller;

import dev.fairlead.service.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Holds callers to what their certificates allow. A peer's request is marked: other regions do not have this one's token. */
public final class CallerIdentityFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(CallerIdentityFilter.class);
    private static final String PEER = CallerIdentityFilter.class.getName() + ".PEER";

    private final ServiceIdentity own;
    private final ProblemWriter problems;

    public CallerIdentityFilter(ServiceIdentity own, ProblemWriter problems) {
        this.own = own;
        this.problems = problems;
    }

    static boolean isFromPeer(HttpServletRequest request) {
        return request.getAttribute(PEER) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (admission(request)) {
            case Admission.Fellow() -> chain.doFilter(request, response);
            case Admission.Peer(ServiceIdentity caller) -> {
                request.setAttribute(PEER, caller);
                chain.doFilter(request, response);
            }
            case Admission.Refused(String code, String detail) -> {
                log.warn(
                        "caller=refused code={} method={} path={} reason=\"{}\"",
                        code,
                        request.getMethod(),
                        request.getRequestURI(),
                        detail);
                problems.write(response, HttpStatus.FORBIDDEN, code, detail);
            }
        }
    }

    private Admission admission(HttpServletRequest request) {
        return ClientCertificate.identity(request)
                .map(caller -> Admission.decide(own, caller, request.getMethod(), request.getRequestURI()))
                .orElseGet(
                        () -> new Admission.Refused(
                                "UNKNOWN_CALLER",
                                "the certificate names no service: it needs spiffe://<trust domain>/region/<region>/service/<service>"));
    }
}
