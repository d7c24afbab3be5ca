package dev.fairlead.service.problem;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says plainly that the database is away, in services that have one: asking again later helps. */
@RestControllerAdvice
@ConditionalOnClass(DataAccessResourceFailureException.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseAwayAdvice {

    @ExceptionHandler({CannotCreateTransactionException.class, DataAccessResourceFailureException.class})
    ResponseEntity<ProblemDetail> away() {
        ProblemDetail body = Problem.notReady(
                        "DATABASE_AWAY", "the database does not answer; decisions go on without it")
                .body();
        return ResponseEntity.status(body.getStatus()).body(body);
    }
}
