package dev.fairlead.traffic.steering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Who is sent how much to which place, so that none has too much as long as anybody can make room. First each gives in proportion to
 * what it has too much of, and is offered what is free elsewhere in the same proportion. What is still too much is moved along the
 * shortest way of places to one that has room, each giving to the next: by the max-flow theorem (Edmonds and Karp, 1972) something is
 * left only where no such way exists. Plain numbers; tenants and places are known by their index.
 */
final class Allotment {

    /** Less than this is no room and no load. */
    private static final double NEGLIGIBLE = 0.5;

    private final double[] capacities;
    private final List<Party> parties;
    private final double[] totals;

    /** @param capacities infinite for a place that takes any number */
    Allotment(double[] capacities, List<Party> parties) {
        this.capacities = capacities;
        this.parties = parties;
        this.totals = new double[capacities.length];
        for (Party party : parties) {
            for (int place = 0; place < totals.length; place++) {
                totals[place] += party.uses[place];
            }
        }
    }

    /**
     * A tenant.
     *
     * @param uses what it is sent to each place; changed as it is moved
     * @param most what it can be sent to each place
     * @param next the other places in the order in which it would leave one for them
     * @param moves whether it can be moved at all
     */
    record Party(double[] uses, double[] most, int[][] next, boolean moves) {

        private double canMove(int from, int to) {
            return moves && from != to ? Math.max(0, Math.min(uses[from], most[to] - uses[to])) : 0;
        }
    }

    void settle() {
        giveInProportion();
        for (int place = 0; place < capacities.length; place++) {
            while (totals[place] > capacities[place] + NEGLIGIBLE && makesRoom(place)) {
                // until it fits, or nobody can make room
            }
        }
    }

    /** Which part of what it is sent a place can take: 1 where all. */
    double fits(int place) {
        return totals[place] > capacities[place] ? capacities[place] / totals[place] : 1;
    }

    /** Whether nobody can be sent more there. */
    boolean full(int place) {
        return totals[place] > capacities[place] - NEGLIGIBLE;
    }

    private void giveInProportion() {
        double[][] gives = new double[parties.size()][capacities.length];
        double[] claims = new double[capacities.length];
        double[] free = new double[capacities.length];
        for (int place = 0; place < capacities.length; place++) {
            free[place] = Math.max(0, capacities[place] - totals[place]);
            double fixed = 0;
            for (Party party : parties) {
                fixed += party.moves ? 0 : party.uses[place];
            }
            double movable = totals[place] - fixed;
            double above = Math.min(movable, totals[place] - capacities[place]);
            for (int i = 0; above > 0 && i < gives.length; i++) {
                gives[i][place] = parties.get(i).moves ? parties.get(i).uses[place] * above / movable : 0;
            }
        }
        for (int i = 0; i < gives.length; i++) {
            double all = Arrays.stream(gives[i]).sum();
            for (int place = 0; place < claims.length; place++) {
                claims[place] += parties.get(i).most[place] > 0 ? all : 0;
            }
        }
        for (int i = 0; i < gives.length; i++) {
            give(parties.get(i), gives[i], claims, free);
        }
    }

    private void give(Party party, double[] gives, double[] claims, double[] free) {
        double all = Arrays.stream(gives).sum();
        double[] offered = new double[free.length];
        for (int place = 0; place < offered.length; place++) {
            offered[place] = all > 0 ? free[place] * (all / claims[place]) : 0;
        }
        for (int from = 0; from < gives.length; from++) {
            for (int to : party.next[from]) {
                double moved = Math.min(Math.min(gives[from], offered[to]), party.canMove(from, to));
                if (moved > 0) {
                    gives[from] -= moved;
                    offered[to] -= moved;
                    move(party, from, to, moved);
                }
            }
        }
    }

    private boolean makesRoom(int place) {
        int[] before = new int[capacities.length];
        Arrays.fill(before, -1);
        before[place] = place;
        Deque<Integer> reached = new ArrayDeque<>(List.of(place));
        while (!reached.isEmpty()) {
            int from = reached.remove();
            for (int to = 0; to < capacities.length; to++) {
                if (before[to] < 0 && movable(from, to) > NEGLIGIBLE) {
                    before[to] = from;
                    if (capacities[to] - totals[to] > NEGLIGIBLE) {
                        moveAlong(way(before, place, to));
                        return true;
                    }
                    reached.add(to);
                }
            }
        }
        return false;
    }

    private static List<Integer> way(int[] before, int first, int last) {
        List<Integer> way = new ArrayList<>(List.of(last));
        for (int at = last; at != first; at = before[at]) {
            way.addFirst(before[at]);
        }
        return way;
    }

    /** From its end, so that there is always room for the next. */
    private void moveAlong(List<Integer> way) {
        int first = way.getFirst();
        int last = way.getLast();
        double moved = Math.min(totals[first] - capacities[first], capacities[last] - totals[last]);
        for (int i = 1; i < way.size(); i++) {
            moved = Math.min(moved, movable(way.get(i - 1), way.get(i)));
        }
        for (int i = way.size() - 1; i > 0; i--) {
            int from = way.get(i - 1);
            int to = way.get(i);
            double part = moved / movable(from, to);
            for (Party party : parties) {
                move(party, from, to, party.canMove(from, to) * part);
            }
        }
    }

    private double movable(int from, int to) {
        double movable = 0;
        for (Party party : parties) {
            movable += party.canMove(from, to);
        }
        return movable;
    }

    private void move(Party party, int from, int to, double amount) {
        party.uses[from] -= amount;
        party.uses[to] += amount;
        totals[from] -= amount;
        totals[to] += amount;
    }
}
