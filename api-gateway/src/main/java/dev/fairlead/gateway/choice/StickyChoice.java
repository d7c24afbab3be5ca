package dev.fairlead.gateway.choice;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Network;
import dev.fairlead.contracts.traffic.Share;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * Picks a data center by the shares, always the same one for the same client network: weighted rendezvous hashing by the
 * logarithmic method (Schindelhauer and Schomaker, "Weighted distributed hash tables", SPAA 2005). Every data center
 * scores {@code -ln(u) / share} with {@code u} in (0, 1) hashed from application, client network and data center; the least
 * score wins. The wins follow the shares, and no order of the data centers matters.
 *
 * <p>Movement when the shares change: between two data centers exactly as much as the share that moves; a data center that
 * is drained in favour of all others moves only its own clients; and never more than {@code 2x / (1 + x)} for a moved share
 * of {@code x}. A rule without memory cannot reach {@code x} for every change among three.
 */
public final class StickyChoice {

    /** Length of the client network that stays together, IPv4. */
    public static final int IPV4_PREFIX = 24;

    /** Length of the client network that stays together, IPv6: what a site commonly gets. */
    public static final int IPV6_PREFIX = 48;

    private StickyChoice() {}

    /** The data centers with a share, the chosen one first, then those to try instead. */
    public static List<DataCenterName> order(ApplicationName application, InetAddress client, List<Share> shares) {
        if (shares.size() == 1) {
            return shares.getFirst().basisPoints() > 0
                    ? List.of(shares.getFirst().dataCenter())
                    : List.of();
        }
        long key = hash(
                hash(SEED, bytes(application.value())),
                networkOf(client).address().getAddress());
        return shares.stream()
                .filter(share -> share.basisPoints() > 0)
                .map(share -> new Scored(
                        share.dataCenter(), score(key, bytes(share.dataCenter().value()), share.basisPoints())))
                .sorted(Comparator.comparingDouble(Scored::score).thenComparing(Scored::dataCenter))
                .map(Scored::dataCenter)
                .toList();
    }

    /** Whether the choice depends on the client at all. */
    public static boolean splits(List<Share> shares) {
        return shares.stream().filter(share -> share.basisPoints() > 0).count() > 1;
    }

    /** The network whose clients stay together. */
    public static Network networkOf(InetAddress client) {
        return new Network(client, client.getAddress().length == 4 ? IPV4_PREFIX : IPV6_PREFIX);
    }

    private static double score(long key, byte[] dataCenter, int basisPoints) {
        long mixed = mix(hash(key, dataCenter));
        double u = ((mixed >>> 11) + 0.5) * 0x1.0p-53;
        return -Math.log(u) / basisPoints;
    }

    /** Names are DNS labels: a byte for each letter. */
    private static byte[] bytes(String label) {
        byte[] bytes = new byte[label.length()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) label.charAt(i);
        }
        return bytes;
    }

    private static final long SEED = 0xcbf29ce484222325L;

    /** FNV-1a, 64 bits, with the length at the end so that parts cannot run into each other. */
    private static long hash(long seed, byte[] bytes) {
        long hash = seed;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return (hash ^ bytes.length) * 0x100000001b3L;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): FNV alone leaves the upper bits of similar keys similar. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    private record Scored(DataCenterName dataCenter, double score) {}

    /** The first of the {@link #order} for many clients in turn: what depends on no client is made ready once. */
    public static final class Ready {

        private final long application;
        private final List<DataCenterName> dataCenters;
        private final byte[][] names;
        private final int[] basisPoints;

        public Ready(ApplicationName application, List<Share> shares) {
            List<Share> some = shares.stream()
                    .filter(share -> share.basisPoints() > 0)
                    .sorted(Comparator.comparing(Share::dataCenter))
                    .toList();
            this.application = hash(SEED, bytes(application.value()));
            this.dataCenters = some.stream().map(Share::dataCenter).toList();
            this.names = dataCenters.stream().map(name -> bytes(name.value())).toArray(byte[][]::new);
            this.basisPoints = some.stream().mapToInt(Share::basisPoints).toArray();
        }

        /** Those with a share. */
        public List<DataCenterName> dataCenters() {
            return dataCenters;
        }

        /**
         * The place of the chosen one among {@link #dataCenters}, of which there is one at least.
         *
         * @param network the address of the {@link StickyChoice#networkOf client's network}
         */
        public int first(byte[] network) {
            if (names.length == 1) {
                return 0;
            }
            long key = hash(application, network);
            int first = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < names.length; i++) {
                double score = score(key, names[i], basisPoints[i]);
                if (score < least) {
                    first = i;
                    least = score;
                }
            }
            return first;
        }
    }
}
