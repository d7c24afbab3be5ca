package dev.fairlead.gateway.powerdns;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one plan asks for; one that sends nobody anywhere leaves its host without addresses.
 *
 * @param refused why its records must not be sent; absent: they may
 */
record Part(String host, Holdings.Held held, @Nullable String refused) {

    static Part of(RoutingPlan plan) {
        String host = Zones.absolute(plan.host());
        try {
            return new Part(host, new Holdings.Held(records(host, plan), Expected.of(plan)), null);
        } catch (IllegalArgumentException e) {
            return new Part(host, Holdings.Held.NOTHING, String.valueOf(e.getMessage()));
        }
    }

    private static Map<RrSet.Key, RrSet> records(String host, RoutingPlan plan) {
        RecordLint.checkName(Holdings.MARKER_PREFIX + host);
        Map<RrSet.Key, RrSet> records = new HashMap<>();
        records.put(new RrSet.Key(Holdings.MARKER_PREFIX + host, "TXT"), Holdings.MARKER);
        List<String> contents = new ArrayList<>();
        for (Family family : Family.values()) {
            LuaContent.of(plan, family).ifPresent(contents::add);
        }
        if (!contents.isEmpty()) {
            RrSet lua = new RrSet(plan.ttlSeconds(), contents);
            RecordLint.check(lua);
            records.put(new RrSet.Key(host, "LUA"), lua);
        }
        return records;
    }
}
