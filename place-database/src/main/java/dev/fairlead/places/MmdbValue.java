package dev.fairlead.places;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value of the MaxMind DB data section: a control byte with type and size, then the bytes. */
sealed interface MmdbValue {

    /** Appends the value to a data section. */
    void encode(ByteArrayOutputStream out);

    /** UTF-8 text. */
    record Text(String text) implements MmdbValue {
        @Override
        public void encode(ByteArrayOutputStream out) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            control(2, bytes.length, out);
            out.writeBytes(bytes);
        }
    }

    /** An IEEE 754 double, such as a coordinate. */
    record Real(double number) implements MmdbValue {
        @Override
        public void encode(ByteArrayOutputStream out) {
            control(3, Double.BYTES, out);
            out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
        }
    }

    /** 0 to 65535. */
    record UInt16(int number) implements MmdbValue {
        @Override
        public void encode(ByteArrayOutputStream out) {
            unsigned(5, number, out);
        }
    }

    /** 0 to 2^32 - 1. */
    record UInt32(long number) implements MmdbValue {
        @Override
        public void encode(ByteArrayOutputStream out) {
            unsigned(6, number, out);
        }
    }

    /** 0 to 2^63 - 1. */
    record UInt64(long number) implements MmdbValue {
        @Override
        public void encode(ByteArrayOutputStream out) {
            unsigned(9, number, out);
        }
    }

    /** A map in the order of its entries. */
    record Table(Map<String, MmdbValue> entries) implements MmdbValue {

        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public void encode(ByteArrayOutputStream out) {
            control(7, entries.size(), out);
            entries.forEach((key, value) -> {
                new Text(key).encode(out);
                value.encode(out);
            });
        }
    }

    /** An array of texts. */
    record Texts(List<String> texts) implements MmdbValue {

        public Texts {
            texts = List.copyOf(texts);
        }

        @Override
        public void encode(ByteArrayOutputStream out) {
            control(11, texts.size(), out);
            texts.forEach(text -> new Text(text).encode(out));
        }
    }

    private static void unsigned(int type, long number, ByteArrayOutputStream out) {
        int size = (Long.SIZE - Long.numberOfLeadingZeros(number) + 7) / 8;
        control(type, size, out);
        for (int i = size - 1; i >= 0; i--) {
            out.write((int) (number >>> 8 * i));
        }
    }

    /** Sizes from 29 on do not fit into the five bits and follow in one or two bytes. */
    private static void control(int type, int size, ByteArrayOutputStream out) {
        int bits = size < 29 ? size : size < 285 ? 29 : 30;
        if (size >= 65_821) {
            throw new IllegalArgumentException("a value of %d bytes".formatted(size));
        }
        out.write(type <= 7 ? type << 5 | bits : bits);
        if (type > 7) {
            out.write(type - 7);
        }
        if (bits == 29) {
            out.write(size - 29);
        } else if (bits == 30) {
            out.write(size - 285 >> 8);
            out.write(size - 285);
        }
    }
}
