package dev.fairlead.replication.takeover.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.EndpointAddress;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConninfoTests {

    private static final EndpointAddress WEST = EndpointAddress.of("192.0.2.2:5433");

    @Test
    void keepsWhatAStandbyUsedAndChangesOnlyWhereThePrimaryIs() {
        Conninfo before = parsed("user=replicator host=192.0.2.1 hostaddr=192.0.2.1 port = 5432 "
                + "sslmode='verify-full' application_name=walreceiver passfile='/a b/.pgpass'");

        assertThat(before.to(WEST, "eu-west").text())
                .isEqualTo("user='replicator' host='192.0.2.2' port='5433' sslmode='verify-full'"
                        + " application_name='eu-west' passfile='/a b/.pgpass'");
    }

    @Test
    void neverShowsAPassword() {
        Conninfo with = parsed("user=replicator password='it\\'s' host=x");
        assertThat(with.hasPassword()).isTrue();
        assertThat(with.toString()).doesNotContain("it");
        assertThat(with.withoutPassword().text()).isEqualTo("user='replicator' host='x'");
    }

    @Test
    void saysNothingOfWhatItCannotRead() {
        assertThat(Conninfo.parse("")).isEmpty();
        assertThat(Conninfo.parse("  ")).isEmpty();
        assertThat(Conninfo.parse("postgresql://user@host/")).isEmpty();
        assertThat(Conninfo.parse("host")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatIsWrittenIsReadAsItWas(long seed) {
        Random random = new Random(seed);
        String characters = "ab '\\=\"%$é";
        for (int round = 0; round < 500; round++) {
            SequencedMap<String, String> parameters = new LinkedHashMap<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                StringBuilder value = new StringBuilder();
                random.ints(random.nextInt(8), 0, characters.length())
                        .forEach(at -> value.append(characters.charAt(at)));
                parameters.put("key" + i, value.toString());
            }
            Conninfo conninfo = new Conninfo(parameters);
            assertThat(Conninfo.parse(conninfo.text()))
                    .as("seed %d, %s", seed, conninfo.text())
                    .hasValueSatisfying(
                            read -> assertThat(read.parameters()).containsExactlyEntriesOf(conninfo.parameters()));
        }
    }

    private static Conninfo parsed(String text) {
        Optional<Conninfo> parsed = Conninfo.parse(text);
        assertThat(parsed).as(text).isPresent();
        return parsed.orElseThrow();
    }
}
