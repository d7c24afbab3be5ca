package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** The few system calls on file descriptors that the JDK has no name for. Linux only. */
@SuppressWarnings("restricted") // the reason for this class
final class Libc {

    static final short READABLE = 1; // POLLIN

    private static final int READ_WRITE = 2;
    private static final int NON_BLOCKING = 0x800;
    private static final int CLOSE_ON_EXEC = 0x80000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final SymbolLookup SYMBOLS = LINKER.defaultLookup();

    private static final MethodHandle OPEN = handle(
            "open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = handle(
            "ioctl",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle READ = handle("read", transfer());
    private static final MethodHandle WRITE = handle("write", transfer());
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle POLL = handle(
            "poll",
            FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT));

    private Libc() {}

    private static FunctionDescriptor transfer() {
        return FunctionDescriptor.of(
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG);
    }

    private static MethodHandle handle(String name, FunctionDescriptor shape, Linker.Option... options) {
        return LINKER.downcallHandle(SYMBOLS.findOrThrow(name), shape, options);
    }

    /** Opens a device for reading and writing without waiting; children do not inherit the descriptor. */
    static int open(String path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int fd = (int) OPEN.invokeExact(
                    arena.allocateFrom(path, StandardCharsets.US_ASCII), READ_WRITE | NON_BLOCKING | CLOSE_ON_EXEC);
            if (fd < 0) {
                throw new IOException("cannot open " + path);
            }
            return fd;
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    static void ioctl(int fd, long request, MemorySegment argument) throws IOException {
        try {
            if ((int) IOCTL.invokeExact(fd, request, argument) < 0) {
                throw new IOException("ioctl %x is refused".formatted(request));
            }
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    /** Gives the bytes read; negative when there is nothing to read. */
    static int read(int fd, MemorySegment into) throws IOException {
        try {
            return (int) (long) READ.invokeExact(fd, into, into.byteSize());
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    /** Writes what the descriptor takes; a full or vanished receiver takes nothing, as a network would. */
    static void write(int fd, MemorySegment from, long length) throws IOException {
        try {
            long written = (long) WRITE.invokeExact(fd, from, length);
            assert written <= length;
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    static void close(int fd) throws IOException {
        try {
            int closed = (int) CLOSE.invokeExact(fd);
            assert closed <= 0;
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    /** Waits until one of the descriptors is ready, at most so many milliseconds. */
    static void poll(MemorySegment descriptors, int count, int patienceMs) throws IOException {
        try {
            int ready = (int) POLL.invokeExact(descriptors, (long) count, patienceMs);
            assert ready <= count;
        } catch (Throwable e) {
            throw asIo(e);
        }
    }

    private static IOException asIo(Throwable failure) {
        return switch (failure) {
            case IOException e -> e;
            case Error e -> throw e;
            default -> new IOException(failure);
        };
    }
}
