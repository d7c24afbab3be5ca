package dev.fairlead.deploy.run;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.Topic;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunMeters;
import dev.fairlead.runs.RunSettings;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.database.Schema;
import dev.fairlead.service.json.LenientJson;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Carries runs of all kinds on as soon as the tables are there. */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {

    @Bean(destroyMethod = "close")
    Runs runs(
            DataSource database,
            Schema schema,
            JsonMapper json,
            InstantSource clock,
            List<RunKind<?>> kinds,
            EventBus bus) {
        Runs runs = new Runs(
                database,
                LenientJson.of(json), // another version may have started a run
                clock,
                RunSettings.DEFAULTS,
                kinds,
                runId -> bus.publish(new Event(Topic.RUNS.name(), runId)));
        schema.whenThere(runs::carryOn);
        return runs;
    }

    @Bean(destroyMethod = "close")
    RunMeters runMeters(Runs runs, List<RunKind<?>> kinds, MeterRegistry registry) {
        return new RunMeters(runs, kinds, registry);
    }
}
