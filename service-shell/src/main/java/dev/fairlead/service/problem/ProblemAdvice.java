package dev.fairlead.service.problem;

import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.service.intake.BodyTooLargeException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanInstantiationException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns every failure of a request into a problem with a code. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler(Problem.class)
    ResponseEntity<ProblemDetail> refused(Problem problem) {
        return problem.answer();
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ResponseEntity<ProblemDetail> invalid(IllegalArgumentException e) {
        String pointer = e instanceof InvalidFieldException invalid ? "/" + invalid.field() : "";
        return refused(Problem.invalid("INVALID_VALUE", pointer, String.valueOf(e.getMessage())));
    }

    /** Of a query that is read as a record. */
    @ExceptionHandler(BeanInstantiationException.class)
    ResponseEntity<ProblemDetail> invalidQuery(BeanInstantiationException e) {
        return e.getCause() instanceof IllegalArgumentException invalid ? invalid(invalid) : unexpected(e);
    }

    @ExceptionHandler(Exception.class)
    ResponseEntity<ProblemDetail> unexpected(Exception e) {
        log.error("request failed", e);
        return Problem.internal().answer();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail body = unreadable(e);
        return handleExceptionInternal(e, body, headers, HttpStatusCode.valueOf(body.getStatus()), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<FieldError> errors = e.getFieldErrors().stream()
                .map(error -> new FieldError(
                        "/" + error.getField(),
                        "'%s' is no value of %s".formatted(error.getRejectedValue(), error.getField())))
                .toList();
        ProblemDetail body = Problem.invalid("INVALID_VALUE", errors).body();
        return handleExceptionInternal(e, body, headers, HttpStatusCode.valueOf(body.getStatus()), request);
    }

    private static ProblemDetail unreadable(HttpMessageNotReadableException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException tooLarge) {
                return Problem.body(HttpStatus.CONTENT_TOO_LARGE, "BODY_TOO_LARGE", tooLarge.getMessage(), List.of());
            }
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException unread) {
                return unreadable(unread);
            }
        }
        return Problem.body(
                HttpStatus.BAD_REQUEST, "UNREADABLE_BODY", "the body is missing or cannot be read", List.of());
    }

    private static ProblemDetail unreadable(JacksonException e) {
        if (e instanceof StreamReadException && !(e instanceof InputCoercionException)) {
            return Problem.body(HttpStatus.BAD_REQUEST, "UNREADABLE_BODY", e.getOriginalMessage(), List.of());
        }
        String pointer = pointer(e);
        if (e instanceof UnrecognizedPropertyException unknown) {
            return Problem.invalid("UNKNOWN_FIELD", pointer, "unknown field " + unknown.getPropertyName())
                    .body();
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidFieldException invalid) {
                return Problem.invalid(
                                "INVALID_VALUE", pointer + "/" + invalid.field(), String.valueOf(invalid.getMessage()))
                        .body();
            }
            if (cause instanceof IllegalArgumentException invalid) {
                return Problem.invalid("INVALID_VALUE", pointer, String.valueOf(invalid.getMessage()))
                        .body();
            }
        }
        return Problem.invalid("INVALID_VALUE", pointer, e.getOriginalMessage()).body();
    }

    /** The path of the value that could not be read, as a JSON pointer. */
    private static String pointer(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            pointer.append('/')
                    .append(
                            name == null
                                    ? String.valueOf(step.getIndex())
                                    : name.replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception e, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ResponseEntity<Object> answer = super.handleExceptionInternal(e, body, headers, status, request);
        if (answer != null
                && answer.getBody() instanceof ProblemDetail problem
                && (problem.getProperties() == null || !problem.getProperties().containsKey("code"))) {
            HttpStatus known = HttpStatus.resolve(problem.getStatus());
            problem.setProperty("code", known == null ? "HTTP_" + problem.getStatus() : known.name());
        }
        return answer;
    }
}
