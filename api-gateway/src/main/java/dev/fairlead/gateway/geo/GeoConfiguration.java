package dev.fairlead.gateway.geo;

import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Offers the places of the configured database. */
@Configuration(proxyBeanMethods = false)
class GeoConfiguration {

    @Bean
    PlaceLookup places(GeoProperties properties) {
        Path database = properties.database();
        return database == null ? client -> Place.UNKNOWN : MmdbPlaces.open(database);
    }
}
