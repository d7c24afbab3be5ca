package dev.fairlead.traffic.intent;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** An override or a restore must name what exists: a misspelt drain would drain nothing and look done. */
@Component
class ScopeRules {

    private final Applications applications;
    private final DataCenters dataCenters;

    ScopeRules(Applications applications, DataCenters dataCenters) {
        this.applications = applications;
        this.dataCenters = dataCenters;
    }

    void check(@Nullable ApplicationName application, @Nullable DataCenterName dataCenter) {
        List<Finding> findings = new ArrayList<>();
        if (dataCenter != null && !dataCenters.existsById(dataCenter.value())) {
            findings.add(new Finding("UNKNOWN_DATA_CENTER", "/dataCenter", "there is no data center " + dataCenter));
        }
        if (application != null && !applications.existsById(application.value())) {
            findings.add(new Finding("UNKNOWN_APPLICATION", "/application", "there is no application " + application));
        }
        Finding.refuse(findings);
    }
}
