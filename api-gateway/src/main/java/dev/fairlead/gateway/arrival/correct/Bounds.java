package dev.fairlead.gateway.arrival.correct;

/**
 * How far an answered share may be from the intended one: a fifth less or a quarter more of it, and five points.
 *
 * @param least basis points, more than 0
 */
record Bounds(int least, int most) {

    private static final int FARTHEST = 500;

    /** @param intended basis points, more than 0 */
    static Bounds around(int intended) {
        return new Bounds(
                Math.max(intended - FARTHEST, Math.ceilDiv(intended * 4, 5)),
                Math.min(intended + FARTHEST, intended * 5 / 4));
    }

    double clamp(double share) {
        return Math.clamp(share, least, most);
    }
}
