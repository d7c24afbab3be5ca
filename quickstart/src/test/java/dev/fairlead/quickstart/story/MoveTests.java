package dev.fairlead.quickstart.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MoveTests {

    private static final Instant KILLED = Instant.parse("2026-01-01T00:00:10Z");
    private static final String LISTING = """
            {"items": [
              {"id": "t2", "createdAt": "2026-01-01T00:00:13.5Z", "state": "running", "message": "seal: ordered",
               "steps": [
                 {"name": "suspect", "state": "done", "endedAt": "2026-01-01T00:00:13.7Z", "message": "nobody hears it"},
                 {"name": "seal", "state": "checking", "message": "ordered"},
                 {"name": "take-over", "state": "pending", "message": "", "output": {"writeGapMs": "812"}}]},
              {"id": "t1", "createdAt": "2026-01-01T00:00:01Z", "state": "succeeded", "steps": []}]}
            """;

    @Test
    void isTheTakeoverThatBeganSince() {
        assertThat(Move.newest(JsonMapper.shared().readTree(LISTING), KILLED))
                .extracting(Move::id)
                .isEqualTo("t2");
        assertThat(Move.newest(JsonMapper.shared().readTree(LISTING), KILLED.plusSeconds(9)))
                .isNull();
    }

    @Test
    void tellsOnlyOfStepsThatAreDone() {
        Move move = new Move(JsonMapper.shared().readTree(LISTING).path("items").path(0));

        assertThat(move.step("suspect"))
                .isEqualTo(new Move.Done(Instant.parse("2026-01-01T00:00:13.7Z"), "nobody hears it"));
        assertThat(move.step("seal")).isNull();
        assertThat(move.step("rebuild")).isNull();
        assertThat(move.output("take-over", "writeGapMs")).isEqualTo("812");
        assertThat(move.output("seal", "writeGapMs")).isEmpty();
    }

    @Test
    void endsWellOnlyWhenItSucceeded() {
        Move running =
                new Move(JsonMapper.shared().readTree(LISTING).path("items").path(0));
        Move over = new Move(JsonMapper.shared().readTree(LISTING).path("items").path(1));
        Move failed = new Move(JsonMapper.shared().readTree("{\"state\": \"rolled-back\"}"));

        assertThat(running.ended()).isFalse();
        assertThat(over.ended() && over.succeeded()).isTrue();
        assertThat(failed.ended() && !failed.succeeded()).isTrue();
    }
}
