package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;

/** How PostgreSQL's programs and standbys are told where to connect: {@code host='192.0.2.1' port='5432' user='fairlead'}. */
final class ConnectionText {

    private final StringBuilder text = new StringBuilder();

    static ConnectionText to(EndpointAddress address, String user) {
        return new ConnectionText()
                .with("host", address.ip())
                .with("port", Integer.toString(address.port()))
                .with("user", user)
                .with("connect_timeout", "3");
    }

    ConnectionText with(String name, String value) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(name)
                .append("='")
                .append(value.replace("\\", "\\\\").replace("'", "\\'"))
                .append('\'');
        return this;
    }

    /** As a line of a configuration file. */
    static String setting(String name, String value) {
        return "%s = '%s'".formatted(name, value.replace("\\", "\\\\").replace("'", "''"));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
