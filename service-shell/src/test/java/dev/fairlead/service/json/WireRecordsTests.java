package dev.fairlead.service.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.fairlead.contracts.Listing;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every record that crosses processes, between two versions of Fairlead that are one apart. */
class WireRecordsTests {

    /** As operators' bodies are read. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final JsonMapper LENIENT = LenientJson.of(STRICT);

    static Stream<WireSample> answers() {
        return WireSample.ANSWERS.stream();
    }

    static Stream<WireSample> orders() {
        return WireSample.ORDERS.stream();
    }

    private static Object read(JsonMapper json, WireSample sample, JsonNode said) {
        JavaType type = json.constructType(sample.type());
        return json.readValue(json.writeValueAsString(said), type);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsWhatTheFirstVersionWrote(WireSample sample) {
        assertThat(read(LENIENT, sample, sample.json())).isEqualTo(read(STRICT, sample, sample.json()));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void passesOverWhatANewerVersionSaysBesides(WireSample sample) {
        JsonNode newer = sample.json();
        int added = WireWalk.of(sample.type(), newer).addUnknownFields();

        assertThat(added).isPositive();
        assertThat(read(LENIENT, sample, newer)).isEqualTo(read(LENIENT, sample, sample.json()));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void refusesAnOrderThatItUnderstandsInPartOnly(WireSample sample) {
        JsonNode newer = sample.json();
        WireWalk.of(sample.type(), newer).addUnknownFields();

        assertThatCode(() -> read(STRICT, sample, sample.json())).doesNotThrowAnyException();
        assertThatThrownBy(() -> read(STRICT, sample, newer)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void readsOnWhereANewerVersionHasAnotherConstant(WireSample sample) {
        int constants = WireWalk.of(sample.type(), sample.json()).constants();
        for (int i = 0; i < constants; i++) {
            JsonNode newer = sample.json();
            WireWalk.of(sample.type(), newer).replaceConstant(i);
            assertThat(newer).isNotEqualTo(sample.json());
            assertThatCode(() -> read(LENIENT, sample, newer)).as("%s", newer).doesNotThrowAnyException();
        }
    }

    @Test
    void noRecordOfTheContractsIsLeftOut() {
        Set<String> sampled = new HashSet<>();
        Stream.concat(answers(), orders())
                .forEach(sample -> WireWalk.of(sample.type(), sample.json()).visitRecords(sampled::add));
        List<String> records = new ClassFileImporter()
                .importPackagesOf(Listing.class).stream()
                        .filter(type -> type.isRecord()
                                && type.getModifiers().contains(JavaModifier.PUBLIC)
                                && type.getPackageName().startsWith("dev.fairlead.contracts"))
                        .map(JavaClass::reflect)
                        .filter(type -> !WireWalk.isText(type))
                        .map((Type type) -> type.getTypeName())
                        .toList();

        assertThat(records).isNotEmpty();
        assertThat(sampled).containsAll(records);
    }
}
