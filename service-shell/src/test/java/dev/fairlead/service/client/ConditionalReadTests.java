package dev.fairlead.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

class ConditionalReadTests {

    private final List<@Nullable String> asked = new ArrayList<>();
    private final Deque<ResponseEntity<List<String>>> answers = new ArrayDeque<>();
    private final ConditionalRead<List<String>> read = new ConditionalRead<>(known -> {
        asked.add(known);
        return answers.remove();
    });

    @Test
    void whatDidNotChangeIsTheVerySameObject() {
        answers.add(ResponseEntity.ok().eTag("1").body(List.of("a")));
        answers.add(ResponseEntity.status(HttpStatus.NOT_MODIFIED).build());
        answers.add(ResponseEntity.ok().eTag("2").body(List.of("a", "b")));

        List<String> first = read.get();

        assertThat(read.get()).isSameAs(first);
        assertThat(read.get()).containsExactly("a", "b");
        assertThat(asked).containsExactly(null, "\"1\"", "\"1\"");
    }

    @Test
    void aServiceThatNamesNoVersionIsReadWholeEachTime() {
        answers.add(ResponseEntity.ok(List.of("a")));
        answers.add(ResponseEntity.ok(List.of("b")));

        assertThat(read.get()).containsExactly("a");
        assertThat(read.get()).containsExactly("b");
        assertThat(asked).containsExactly(null, null);
    }

    @Test
    void anAnswerWithoutABodyIsNoneWhileNothingIsKnown() {
        answers.add(ResponseEntity.status(HttpStatus.NOT_MODIFIED).build());

        assertThatThrownBy(read::get).isInstanceOf(NullPointerException.class);
    }
}
