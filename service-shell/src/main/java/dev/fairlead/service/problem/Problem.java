package dev.fairlead.service.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** A request that is refused, with what the caller needs to mend it. */
public final class Problem extends RuntimeException {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final HttpStatus status;
    private final String code;
    private final transient List<FieldError> errors;

    private Problem(HttpStatus status, String code, String detail, List<FieldError> errors) {
        super(detail);
        this.status = status;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    /** The body says something that cannot be. */
    public static Problem invalid(String code, List<FieldError> errors) {
        return new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT, code, errors.getFirst().detail(), errors);
    }

    public static Problem invalid(String code, String pointer, String detail) {
        return invalid(code, List.of(new FieldError(pointer, detail)));
    }

    /** It cannot be understood, whatever its body says. */
    public static Problem badRequest(String code, String detail) {
        return new Problem(HttpStatus.BAD_REQUEST, code, detail, List.of());
    }

    public static Problem notFound(String code, String detail) {
        return new Problem(HttpStatus.NOT_FOUND, code, detail, List.of());
    }

    /** The request is right but does not fit the present state. */
    public static Problem conflict(String code, String detail) {
        return new Problem(HttpStatus.CONFLICT, code, detail, List.of());
    }

    public static Problem conflict(String code, String detail, List<FieldError> errors) {
        return new Problem(HttpStatus.CONFLICT, code, detail, errors);
    }

    /** The caller's copy is out of date. */
    public static Problem stale(String detail) {
        return new Problem(HttpStatus.PRECONDITION_FAILED, "STALE_ETAG", detail, List.of());
    }

    /** What is asked for is not known yet; asking again later helps. */
    public static Problem notReady(String code, String detail) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, code, detail, List.of());
    }

    /** The service's own fault. */
    public static Problem internal() {
        return new Problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "INTERNAL",
                "the service failed on this request; its log tells why",
                List.of());
    }

    /** The whole answer; one that asks to come again says when. */
    public ResponseEntity<ProblemDetail> answer() {
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return answer.body(body());
    }

    public ProblemDetail body() {
        return body(status, code, getMessage(), errors);
    }

    /** The body of any refusal. */
    public static ProblemDetail body(
            HttpStatusCode status, String code, @Nullable String detail, List<FieldError> errors) {
        ProblemDetail body = ProblemDetail.forStatus(status);
        if (detail != null) {
            body.setDetail(detail);
        }
        body.setProperty("code", code);
        if (!errors.isEmpty()) {
            body.setProperty("errors", errors);
        }
        return body;
    }
}
