package dev.fairlead.quickstart.demo;

import java.util.Locale;

/** The five services. */
public enum Service {
    TRAFFIC("traffic-service"),
    HEALTH("health-service"),
    REPLICATION("replication-service"),
    DEPLOY("deploy-service"),
    GATEWAY("api-gateway");

    private final String module;

    Service(String module) {
        this.module = module;
    }

    /** The name of the module, of the process and of its log. */
    public String module() {
        return module;
    }

    /** The name of its role and schema, and of the group by which others call it. */
    public String role() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Service of(String name) {
        for (Service service : values()) {
            if (service.module.equals(name) || service.role().equals(name)) {
                return service;
            }
        }
        throw new IllegalArgumentException("there is no service " + name);
    }
}
