package dev.fairlead.lab.fabric;

import java.util.Set;

/** The same weather on some links, until it is over. Two are told apart by identity, so that equal ones can overlap. */
public final class Disturbance {

    private final Set<Link> links;
    private final Weather weather;

    public Disturbance(Set<Link> links, Weather weather) {
        this.links = Set.copyOf(links);
        this.weather = weather;
    }

    Set<Link> links() {
        return links;
    }

    Weather weather() {
        return weather;
    }
}
