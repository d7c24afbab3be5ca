package dev.fairlead.benchmarks.planes;

import dev.fairlead.testing.servers.BindServer;
import dev.fairlead.testing.servers.KnotServer;
import dev.fairlead.testing.servers.RealServers;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The kinds of data planes, each with the time beyond the server's own that a change may take. */
enum Kind {
    POWERDNS("PowerDNS", Unit.NAMES, aim(25), RealServers.POWERDNS) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new PowerDnsPlane(fleet);
        }
    },
    BIND("BIND", Unit.NAMES, aim(40), RealServers.BIND, RealServers.BIND_CHECK) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new PrimaryPlane(fleet, BindServer.create(Fleet.ZONE));
        }
    },
    KNOT("Knot", Unit.NAMES, aim(40), RealServers.KNOT, RealServers.KNOT_CONTROL) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new PrimaryPlane(fleet, KnotServer.create(Fleet.ZONE));
        }
    },
    GDNSD("gdnsd", Unit.NAMES, OptionalInt.empty(), RealServers.GDNSD) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new GdnsdPlane(fleet);
        }

        @Override
        boolean slow() {
            return true;
        }

        @Override
        int most() {
            return 1_000;
        }

        @Override
        String why() {
            return "it compares each line of its file with each state, and takes 12 s for ten thousand names";
        }
    },
    DNS("built-in DNS", Unit.NAMES, OptionalInt.empty()) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return BuiltinPlane.dns();
        }
    },
    EDGE("built-in edge", Unit.NAMES, OptionalInt.empty()) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return BuiltinPlane.edge();
        }
    },
    ENVOY("Envoy", Unit.ENDPOINTS, aim(60), RealServers.ENVOY) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new EnvoyPlane(fleet, nodes);
        }
    },
    HAPROXY("HAProxy", Unit.ENDPOINTS, aim(25), RealServers.HAPROXY) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new HaproxyPlane(fleet);
        }
    },
    NGINX("nginx", Unit.ENDPOINTS, OptionalInt.empty(), RealServers.NGINX) {
        @Override
        Plane plane(Fleet fleet, int nodes) {
            return new NginxPlane(fleet);
        }
    };

    private final String label;
    private final Unit unit;
    private final OptionalInt aimMs;
    private final List<RealServers> servers;

    Kind(String label, Unit unit, OptionalInt aimMs, RealServers... servers) {
        this.label = label;
        this.unit = unit;
        this.aimMs = aimMs;
        this.servers = List.of(servers);
    }

    private static OptionalInt aim(int millis) {
        return OptionalInt.of(millis);
    }

    /** One that is not started yet. */
    abstract Plane plane(Fleet fleet, int nodes);

    String label() {
        return label;
    }

    /** What there are many of. */
    Unit unit() {
        return unit;
    }

    /** What one change may take beyond the same by hand, at the median; empty: nothing was aimed at. */
    OptionalInt aimMs() {
        return aimMs;
    }

    /** Whether each change takes seconds, so that few are measured. */
    boolean slow() {
        return false;
    }

    /** How many of its unit are sensible. */
    int most() {
        return Integer.MAX_VALUE;
    }

    /** Why more are not. */
    String why() {
        return "";
    }

    /** Whether anybody but the gateway can change it. */
    boolean hasServer() {
        return !servers.isEmpty();
    }

    /** What this machine has not got of it. */
    Stream<RealServers> missing() {
        return servers.stream().filter(server -> !server.available());
    }

    /** What a data plane's size is counted in. */
    enum Unit {
        NAMES {
            @Override
            Fleet fleet(int count, int port) {
                return Fleet.ofNames(count, port);
            }
        },
        ENDPOINTS {
            @Override
            Fleet fleet(int count, int port) {
                return Fleet.ofEndpoints(count, port);
            }
        };

        abstract Fleet fleet(int count, int port);

        String of(int count) {
            String name = name().toLowerCase(Locale.ROOT);
            return count + " " + (count == 1 ? name.substring(0, name.length() - 1) : name);
        }
    }
}
