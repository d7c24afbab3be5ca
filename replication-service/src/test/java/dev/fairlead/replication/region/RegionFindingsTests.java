package dev.fairlead.replication.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.sample.RoundTrip;
import dev.fairlead.service.json.LenientJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RegionFindingsTests {

    private static final JsonMapper JSON = LenientJson.of(JsonMapper.shared());

    @Test
    void readsWhatAVersionTellsThatMeasuresNoRoundTrips() {
        RegionFindings read = JSON.readValue("{\"findings\": []}", RegionFindings.class);
        assertThat(read).isEqualTo(new RegionFindings(List.of(), List.of()));
    }

    @Test
    void readsTheRoundTripsThatItTells() {
        RegionFindings told = new RegionFindings(
                List.of(),
                List.of(new RoundTrip(DatabaseName.of("shop"), DataCenterName.of("us-east"), 960, 0.4, 2.25)));
        assertThat(JSON.readValue(JSON.writeValueAsString(told), RegionFindings.class))
                .isEqualTo(told);
    }
}
