package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.service.problem.FieldError;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsBindingTests {

    private final DataPlaneKinds kinds = new DataPlaneKinds(List.of(new InMemoryKind()));

    @Test
    void readsSettingsAsThoseOfTheConfigurationAreRead() {
        Map<String, Object> settings = Map.of("site", "a", "zones", List.of("one.test", "two.test"), "port", "5353");

        assertThat(SettingsBinding.bind(settings, InMemoryKind.Settings.class))
                .isEqualTo(new InMemoryKind.Settings("a", List.of("one.test", "two.test"), 5_353));
    }

    @Test
    void takesNothingFromTheEnvironmentOfTheGateway() {
        Map<String, Object> settings = Map.of("site", "${java.io.tmpdir}");

        assertThat(SettingsBinding.bind(settings, InMemoryKind.Settings.class).site())
                .isEqualTo("${java.io.tmpdir}");
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                Arguments.of(Map.of(), "INVALID_VALUE", "/spec/settings/site"),
                Arguments.of(Map.of("site", "nowhere"), "INVALID_VALUE", "/spec/settings/site"),
                Arguments.of(Map.of("site", "a", "port", "many"), "INVALID_VALUE", "/spec/settings/port"),
                Arguments.of(Map.of("site", "a", "zone", "one.test"), "UNKNOWN_FIELD", "/spec/settings/zone"),
                Arguments.of(Map.of("site", "a", "z_z", "one.test"), "UNKNOWN_FIELD", "/spec/settings/z_z"),
                Arguments.of(Map.of("site", "a", "zones[1]", "x.test"), "UNKNOWN_FIELD", "/spec/settings/zones[1]"),
                Arguments.of(Map.of("site", "a", "a/b", Map.of("c", 1)), "UNKNOWN_FIELD", "/spec/settings/a~1b"),
                Arguments.of(
                        Map.of("site", "a", "place", Map.of("country", "US")),
                        "UNKNOWN_FIELD",
                        "/spec/settings/place/country"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void pointsAtASettingThatIsMissingUnknownOrWrong(Map<String, Object> settings, String code, String pointer) {
        Problem refused = refused("in-memory", settings);

        assertThat(properties(refused)).containsEntry("code", code);
        List<?> errors = (List<?>) Objects.requireNonNull(properties(refused).get("errors"));
        assertThat(errors.stream().map(error -> ((FieldError) error).pointer())).containsExactly(pointer);
    }

    @Test
    void namesTheKindsThereAreWhenOneIsNot() {
        Problem refused = refused("bind9", Map.of());

        assertThat(properties(refused)).containsEntry("code", "UNKNOWN_KIND");
        assertThat(refused).hasMessageContaining("in-memory");
    }

    private Problem refused(String kind, Map<String, Object> settings) {
        DataPlaneSpec spec = new DataPlaneSpec(kind, RegionName.of("us-east"), DataPlaneSpec.Mode.PUSH, settings);
        return Objects.requireNonNull(catchThrowableOfType(Problem.class, () -> kinds.admit(spec)));
    }

    private static Map<String, Object> properties(Problem problem) {
        return Objects.requireNonNull(problem.body().getProperties());
    }
}
