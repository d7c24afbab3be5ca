package dev.fairlead.replication.check.rules;

import dev.fairlead.replication.patroni.PatroniCluster;

/** What was learned of the Patroni cluster of a member. */
public sealed interface PatroniReading {

    /** It told. */
    record Read(PatroniCluster cluster) implements PatroniReading {}

    /** None of its Patronis answers. */
    record Unread(String reason) implements PatroniReading {}

    /** Nobody says where its Patronis are. */
    record Unnamed() implements PatroniReading {}
}
