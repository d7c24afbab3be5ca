package dev.fairlead.testing.servers;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a small MaxMind DB that tells where networks are, with MaxMind's own paths ({@code country.iso_code},
 * {@code continent.code}, {@code location}), which PowerDNS looks for. Format: MaxMind DB File Format Specification 2.0.
 */
public final class PlacesFile {

    private static final int NOTHING = -1;

    /** Two records for each node: the next node, {@link #NOTHING}, or a place as {@code -2 - index}. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {NOTHING, NOTHING}));

    private final List<Place> places = new ArrayList<>();

    private PlacesFile() {}

    /**
     * Where a network is.
     *
     * @param country ISO 3166-1 alpha-2
     * @param continent AF, AN, AS, EU, NA, OC, SA
     */
    public record Place(String country, String continent, double latitude, double longitude) {}

    /**
     * Writes the file.
     *
     * @param networks in CIDR form; none may lie inside another
     */
    public static Path write(Path file, Map<String, Place> networks) {
        PlacesFile places = new PlacesFile();
        new TreeMap<>(networks).forEach(places::insert);
        try {
            return Files.write(file, places.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** IPv4 networks stand under ::/96, as the specification has it. */
    private void insert(String network, Place place) {
        String[] parts = network.split("/");
        byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
        byte[] bits = new byte[16];
        System.arraycopy(address, 0, bits, 16 - address.length, address.length);
        int depth = Integer.parseInt(parts[1]) + (16 - address.length) * 8;
        places.add(place);
        int node = 0;
        for (int i = 0; i < depth - 1; i++) {
            int bit = bit(bits, i);
            int next = nodes.get(node)[bit];
            if (next < NOTHING) {
                throw new IllegalArgumentException(network + " lies inside another network");
            }
            if (next == NOTHING) {
                next = nodes.size();
                nodes.add(new int[] {NOTHING, NOTHING});
                nodes.get(node)[bit] = next;
            }
            node = next;
        }
        int[] last = nodes.get(node);
        if (last[bit(bits, depth - 1)] != NOTHING) {
            throw new IllegalArgumentException("another network lies inside " + network);
        }
        last[bit(bits, depth - 1)] = -1 - places.size();
    }

    private static int bit(byte[] bits, int index) {
        return (bits[index / 8] >> (7 - index % 8)) & 1;
    }

    private byte[] bytes() {
        List<byte[]> data = places.stream().map(PlacesFile::encoded).toList();
        int[] offsets = new int[data.size()];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = offsets[i - 1] + data.get(i - 1).length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                int value = record >= 0
                        ? record
                        : record == NOTHING ? nodes.size() : nodes.size() + 16 + offsets[-2 - record];
                out.write(value >> 16);
                out.write(value >> 8);
                out.write(value);
            }
        }
        out.writeBytes(new byte[16]);
        data.forEach(out::writeBytes);
        out.writeBytes("\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(metadata());
        return out.toByteArray();
    }

    /** Without an accuracy radius PowerDNS takes no notice of a location. */
    private static byte[] encoded(Place place) {
        return map(
                entry("country", map(entry("iso_code", text(place.country())))),
                entry("continent", map(entry("code", text(place.continent())))),
                entry(
                        "location",
                        map(
                                entry("latitude", number(place.latitude())),
                                entry("longitude", number(place.longitude())),
                                entry("accuracy_radius", unsigned16(100)))));
    }

    private byte[] metadata() {
        return map(
                entry("binary_format_major_version", unsigned16(2)),
                entry("binary_format_minor_version", unsigned16(0)),
                entry(
                        "build_epoch",
                        joined(
                                new byte[] {8, 2},
                                ByteBuffer.allocate(8).putLong(1).array())),
                entry("database_type", text("GeoLite2-City")),
                entry("description", map(entry("en", text("places for tests")))),
                entry("ip_version", unsigned16(6)),
                entry("languages", joined(new byte[] {1, 4}, text("en"))),
                entry(
                        "node_count",
                        joined(
                                new byte[] {(byte) 0xc4},
                                ByteBuffer.allocate(4).putInt(nodes.size()).array())),
                entry("record_size", unsigned16(24)));
    }

    private static byte[] map(byte[]... entries) {
        return joined(new byte[] {(byte) (7 << 5 | entries.length)}, joined(entries));
    }

    private static byte[] entry(String key, byte[] value) {
        return joined(text(key), value);
    }

    private static byte[] text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > 28) {
            throw new IllegalArgumentException("'%s' is longer than 28 bytes".formatted(value));
        }
        return joined(new byte[] {(byte) (2 << 5 | utf8.length)}, utf8);
    }

    private static byte[] number(double value) {
        return joined(
                new byte[] {3 << 5 | 8}, ByteBuffer.allocate(8).putDouble(value).array());
    }

    private static byte[] unsigned16(int value) {
        return new byte[] {(byte) (5 << 5 | 2), (byte) (value >> 8), (byte) value};
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
