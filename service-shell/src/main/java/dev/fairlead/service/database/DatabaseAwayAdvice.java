package dev.fairlead.service.database;

import dev.fairlead.service.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says plainly that the database is away: asking again later helps. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseAwayAdvice {

    private static final Logger log = LoggerFactory.getLogger(DatabaseAwayAdvice.class);

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> away(RuntimeException e) {
        if (!DatabaseLoss.in(e)) {
            log.error("request failed", e);
            return Problem.internal().answer();
        }
        return Problem.notReady("DATABASE_AWAY", "the database does not answer; decisions go on without it")
                .answer();
    }
}
