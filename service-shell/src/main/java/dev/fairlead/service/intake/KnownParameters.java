package dev.fairlead.service.intake;

import dev.fairlead.service.problem.Problem;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Refuses a write whose query says something that its handler does not understand: a {@code dryRun} that is passed over would do
 * what was only asked about. Reads may say more than a service knows, as those of a newer version do.
 */
public final class KnownParameters implements HandlerInterceptor {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String query = request.getQueryString();
        if (query == null || READS.contains(request.getMethod()) || !(handler instanceof HandlerMethod method)) {
            return true;
        }
        List<MethodParameter> parameters = List.of(method.getMethodParameters());
        if (parameters.stream().anyMatch(KnownParameters::takesTheRequest)) {
            return true;
        }
        Set<String> known = parameters.stream().flatMap(KnownParameters::names).collect(Collectors.toSet());
        for (String name : UriComponentsBuilder.newInstance()
                .query(query)
                .build()
                .getQueryParams()
                .keySet()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "UNKNOWN_PARAMETER",
                        "%s %s has no parameter %s".formatted(request.getMethod(), request.getRequestURI(), name));
            }
        }
        return true;
    }

    /** Who takes it whole reads what it likes of it, or hands it on to whom it concerns. */
    private static boolean takesTheRequest(MethodParameter parameter) {
        return ServletRequest.class.isAssignableFrom(parameter.getParameterType());
    }

    private static Stream<String> names(MethodParameter parameter) {
        RequestParam named = parameter.getParameterAnnotation(RequestParam.class);
        if (named != null) {
            return Stream.of(named.name().isEmpty() ? parameter.getParameter().getName() : named.name());
        }
        boolean elsewhere = Stream.of(PathVariable.class, RequestBody.class, RequestHeader.class)
                .anyMatch(annotation -> parameter.hasParameterAnnotation(annotation));
        return elsewhere || !parameter.getParameterType().isRecord()
                ? Stream.empty()
                : Arrays.stream(parameter.getParameterType().getRecordComponents())
                        .map(RecordComponent::getName);
    }
}
