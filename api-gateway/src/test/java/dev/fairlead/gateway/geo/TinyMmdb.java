package dev.fairlead.gateway.geo;

import dev.fairlead.contracts.Network;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A place database with a single IPv4 network: a chain of nodes with records of 24 bits, and one value. */
final class TinyMmdb {

    private TinyMmdb() {}

    static void write(Path file, Network network, String country, String continent) throws IOException {
        int nodes = 96 + network.prefix();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int bit = 0; bit < nodes; bit++) {
            boolean one = bit >= 96 && (network.address().getAddress()[(bit - 96) / 8] >> (7 - bit % 8) & 1) == 1;
            int next = bit + 1 == nodes ? nodes + 16 : bit + 1;
            record(out, one ? nodes : next);
            record(out, one ? next : nodes);
        }
        out.write(new byte[16]);
        map(out, 2);
        text(out, "country");
        map(out, 1);
        text(out, "iso_code");
        text(out, country);
        text(out, "continent");
        map(out, 1);
        text(out, "code");
        text(out, continent);
        out.write("\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1));
        metadata(out, nodes);
        Files.write(file, out.toByteArray());
    }

    private static void metadata(ByteArrayOutputStream out, int nodes) {
        map(out, 7);
        text(out, "node_count");
        out.writeBytes(new byte[] {(byte) 0xc1, (byte) nodes}); // uint32, one byte
        text(out, "record_size");
        out.writeBytes(new byte[] {(byte) 0xa1, 24}); // uint16
        text(out, "ip_version");
        out.writeBytes(new byte[] {(byte) 0xa1, 6});
        text(out, "database_type");
        text(out, "Test");
        text(out, "binary_format_major_version");
        out.writeBytes(new byte[] {(byte) 0xa1, 2});
        text(out, "binary_format_minor_version");
        out.writeBytes(new byte[] {(byte) 0xa1, 0});
        text(out, "build_epoch");
        out.writeBytes(new byte[] {0x01, 0x02, 1}); // uint64
    }

    private static void record(ByteArrayOutputStream out, int value) {
        out.write(value >> 16);
        out.write(value >> 8);
        out.write(value);
    }

    private static void map(ByteArrayOutputStream out, int size) {
        out.write(0xe0 | size);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.write(0x40 | text.length());
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
