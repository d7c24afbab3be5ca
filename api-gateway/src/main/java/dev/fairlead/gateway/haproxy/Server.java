package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.EndpointAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A server as {@code show servers state} and the file that HAProxy starts from have it.
 *
 * @param address absent for one without, such as a name that is not resolved
 * @param since when it last changed between up, down, drain and maintenance
 * @param line as HAProxy wrote it
 */
record Server(Id id, @Nullable EndpointAddress address, Status status, Duration since, String line) {

    /** Unique in one HAProxy. */
    record Id(String backend, String name) {

        @Override
        public String toString() {
            return backend + "/" + name;
        }
    }

    /**
     * What decides what it gets.
     *
     * @param admin bits of HAProxy's {@code enum srv_admin}
     * @param operation 0: down
     */
    record Status(int admin, int operation, int weight) {

        private static final int MAINTENANCE = 0x63;
        private static final int DRAIN = 0x18;

        /** Whether it gets new requests as far as operators are concerned. */
        boolean used() {
            return ready() && weight > 0;
        }

        boolean ready() {
            return (admin & (MAINTENANCE | DRAIN)) == 0;
        }

        boolean draining() {
            return (admin & DRAIN) != 0 && (admin & MAINTENANCE) == 0;
        }

        boolean down() {
            return operation == 0;
        }
    }

    /** By its name {@code <data center>.<anything>}; empty for one that is not Fairlead's. */
    Optional<String> dataCenter() {
        int dot = id.name().lastIndexOf('.');
        return dot < 1 ? Optional.empty() : Optional.of(id.name().substring(0, dot));
    }

    /** Whether it differs from another in nothing that is to be kept over a restart. */
    boolean sameAs(Server other) {
        return id.equals(other.id)
                && status.equals(other.status)
                && Optional.ofNullable(address).equals(Optional.ofNullable(other.address));
    }

    /** Those of version 1 of the format, which begins with that number and the names of the columns; none of another form. */
    static List<Server> all(List<String> lines) {
        if (lines.size() < 2 || !lines.getFirst().equals("1") || !lines.get(1).startsWith("# ")) {
            return List.of();
        }
        Columns columns = Columns.of(Arrays.asList(lines.get(1).substring(2).split(" ")));
        List<Server> servers = new ArrayList<>(lines.size());
        for (String line : lines.subList(2, lines.size())) {
            String[] values = line.split(" ");
            if (values.length == columns.count()) {
                servers.add(of(columns, values, line));
            }
        }
        return servers;
    }

    /** Where what counts stands in a line, looked up once for all of them. */
    private record Columns(
            int count, int backend, int server, int ip, int port, int admin, int operation, int weight, int since) {

        static Columns of(List<String> names) {
            return new Columns(
                    names.size(),
                    names.indexOf("be_name"),
                    names.indexOf("srv_name"),
                    names.indexOf("srv_addr"),
                    names.indexOf("srv_port"),
                    names.indexOf("srv_admin_state"),
                    names.indexOf("srv_op_state"),
                    names.indexOf("srv_uweight"),
                    names.indexOf("srv_time_since_last_change"));
        }
    }

    private static Server of(Columns columns, String[] values, String line) {
        return new Server(
                new Id(values[columns.backend()], values[columns.server()]),
                address(values[columns.ip()], values[columns.port()]),
                new Status(
                        Integer.parseInt(values[columns.admin()]),
                        Integer.parseInt(values[columns.operation()]),
                        Integer.parseInt(values[columns.weight()])),
                Duration.ofSeconds(Long.parseLong(values[columns.since()])),
                line);
    }

    private static @Nullable EndpointAddress address(String ip, String port) {
        try {
            return new EndpointAddress(ip, Integer.parseInt(port));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
