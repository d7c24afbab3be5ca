package dev.fairlead.lab.fabric;

/**
 * One direction between two nodes of the network.
 *
 * @param from name of the sending node
 * @param to name of the receiving node
 */
public record Link(String from, String to) {

    public Link reversed() {
        return new Link(to, from);
    }
}
