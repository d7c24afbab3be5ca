package dev.fairlead.places;

import dev.fairlead.contracts.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a small place database: the MaxMind DB file format 2.0 (https://maxmind.github.io/MaxMind-DB/) with one binary
 * tree for IPv6 in which IPv4 stands under {@code ::/96}, records of 28 bits, and each value stored once. Every DNS server
 * that knows places, and Fairlead's gateway, read this format.
 */
final class MmdbWriter {

    private static final int RECORD_BITS = 28;
    private static final int MAX_RECORD = (1 << RECORD_BITS) - 1;
    private static final int IPV4_DEPTH = 96;
    private static final byte[] GAP = new byte[16];
    private static final byte[] METADATA_MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1);

    private final String databaseType;
    private final Tree root = new Tree();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<MmdbValue, Integer> offsets = new LinkedHashMap<>();

    /** @param databaseType such as {@code GeoLite2-City}, which tells readers the schema of the values */
    public MmdbWriter(String databaseType) {
        this.databaseType = databaseType;
    }

    /** Adds a network; it must not lie inside one that is there, nor hold one. */
    public MmdbWriter put(Network network, MmdbValue value) {
        int offset = offsets.computeIfAbsent(value, this::append);
        boolean four = network.address().getAddress().length == 4;
        byte[] bits = four ? new byte[16] : network.address().getAddress();
        if (four) {
            System.arraycopy(network.address().getAddress(), 0, bits, 12, 4);
        }
        int depth = network.prefix() + (four ? IPV4_DEPTH : 0);
        if (depth == 0) {
            throw new IllegalArgumentException("%s is everybody".formatted(network));
        }
        Tree node = root;
        for (int bit = 0; bit < depth - 1; bit++) {
            node = node.descend(side(bits, bit), network);
        }
        node.end(side(bits, depth - 1), offset, network);
        return this;
    }

    /** Writes the file. */
    public void write(Path file, Instant built) throws IOException {
        List<Tree> nodes = root.breadthFirst();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Tree node : nodes) {
            writeNode(node, nodes.size(), out);
        }
        out.write(GAP);
        data.writeTo(out);
        out.write(METADATA_MARKER);
        metadata(nodes.size(), built).encode(out);
        Files.write(file, out.toByteArray());
    }

    private static void writeNode(Tree node, int count, ByteArrayOutputStream out) {
        int left = node.record(0, count);
        int right = node.record(1, count);
        out.write(left >> 16);
        out.write(left >> 8);
        out.write(left);
        out.write((left >> 24) << 4 | right >> 24);
        out.write(right >> 16);
        out.write(right >> 8);
        out.write(right);
    }

    private MmdbValue metadata(int nodes, Instant built) {
        Map<String, MmdbValue> all = new LinkedHashMap<>();
        all.put("binary_format_major_version", new MmdbValue.UInt16(2));
        all.put("binary_format_minor_version", new MmdbValue.UInt16(0));
        all.put("build_epoch", new MmdbValue.UInt64(built.getEpochSecond()));
        all.put("database_type", new MmdbValue.Text(databaseType));
        all.put("description", new MmdbValue.Table(Map.of("en", new MmdbValue.Text("synthetic networks"))));
        all.put("ip_version", new MmdbValue.UInt16(6));
        all.put("languages", new MmdbValue.Texts(List.of("en")));
        all.put("node_count", new MmdbValue.UInt32(nodes));
        all.put("record_size", new MmdbValue.UInt16(RECORD_BITS));
        return new MmdbValue.Table(all);
    }

    private int append(MmdbValue value) {
        int offset = data.size();
        value.encode(data);
        return offset;
    }

    private static int side(byte[] bits, int bit) {
        return bits[bit / 8] >> (7 - bit % 8) & 1;
    }

    /** A node: on each side nothing, a further node, or the offset of a value. */
    private static final class Tree {

        private final @Nullable Tree[] below = new @Nullable Tree[2];
        private final int[] offset = {-1, -1};
        private int number;

        Tree descend(int side, Network network) {
            if (offset[side] >= 0) {
                throw new IllegalArgumentException("%s lies inside another network".formatted(network));
            }
            Tree next = below[side];
            if (next == null) {
                next = new Tree();
                below[side] = next;
            }
            return next;
        }

        void end(int side, int valueOffset, Network network) {
            if (below[side] != null || offset[side] >= 0) {
                throw new IllegalArgumentException("%s holds another network".formatted(network));
            }
            offset[side] = valueOffset;
        }

        List<Tree> breadthFirst() {
            List<Tree> all = new ArrayList<>(List.of(this));
            for (int i = 0; i < all.size(); i++) {
                all.get(i).number = i;
                Arrays.stream(all.get(i).below).filter(node -> node != null).forEach(all::add);
            }
            return all;
        }

        /** A node number, the number of nodes for nothing, or beyond it a place in the data section. */
        int record(int side, int count) {
            Tree next = below[side];
            int record = next != null ? next.number : offset[side] < 0 ? count : count + GAP.length + offset[side];
            if (record > MAX_RECORD) {
                throw new IllegalStateException("the database is too large for records of 28 bits");
            }
            return record;
        }
    }
}
