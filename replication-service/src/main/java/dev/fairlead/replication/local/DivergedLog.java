package dev.fairlead.replication.local;

import dev.fairlead.replication.timeline.Lsn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of a server's write-ahead log that another history does not have: what it acknowledged, perhaps, and what a rewind
 * takes back.
 *
 * @param timeline which both have up to {@code from}
 */
record DivergedLog(long timeline, Lsn from) {

    private static final Pattern DIVERGED =
            Pattern.compile("servers diverged at WAL location ([0-9A-F]+/[0-9A-F]+) on timeline (\\d+)");
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
    private static final Pattern HISTORY = Pattern.compile("[0-9A-F]{8}\\.history");
    private static final Pattern LEFT = Pattern.compile("^\\s*(\\d+)\\s+([0-9A-F]+/[0-9A-F]+)\\b");

    /** Segments are numbered within this many bytes of log. */
    private static final long NUMBERED_TOGETHER = 1L << 32;

    /** At the beginning of a page stands its header, and no record. */
    private static final long PAGE = 8_192;

    /** Of what {@code pg_rewind} says; empty: there is nothing to take back. */
    static Optional<DivergedLog> in(String said) {
        Matcher diverged = DIVERGED.matcher(said);
        return said.contains("no rewind required") || !diverged.find()
                ? Optional.empty()
                : Optional.of(new DivergedLog(Long.parseLong(diverged.group(2)), Lsn.parse(diverged.group(1))));
    }

    /**
     * Of a log and that of a copy, which says when its history left which timeline.
     *
     * @return empty: the log has nothing of a timeline after the history left it
     */
    static Optional<DivergedLog> between(Path wal, Path copied) throws IOException {
        List<Path> segments = matching(wal, SEGMENT);
        List<Path> histories = matching(copied, HISTORY);
        if (segments.isEmpty() || histories.isEmpty()) {
            return Optional.empty();
        }
        long segmentBytes = Files.size(segments.getFirst());
        return Files.readAllLines(histories.getLast()).reversed().stream()
                .map(LEFT::matcher)
                .filter(Matcher::find)
                .map(left -> new DivergedLog(Long.parseLong(left.group(1)), Lsn.parse(left.group(2))))
                .filter(left -> segments.stream().anyMatch(segment -> left.isIn(segment, segmentBytes)))
                .findFirst();
    }

    private boolean isIn(Path segment, long segmentBytes) {
        String first = first(segmentBytes);
        return name(segment).startsWith(first.substring(0, 8)) && name(segment).compareTo(first) >= 0;
    }

    private static List<Path> matching(Path folder, Pattern name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> name.matcher(name(file)).matches())
                    .sorted()
                    .toList();
        }
    }

    /** Copies its files into a folder; what a copy that was broken off left there is written again. */
    void keep(Path wal, Path into) throws IOException {
        List<Path> segments = matching(wal, SEGMENT);
        if (segments.isEmpty()) {
            return;
        }
        String first = first(Files.size(segments.getFirst()));
        for (Path segment : segments) {
            if (name(segment).compareTo(first) >= 0) {
                Files.copy(
                        segment,
                        into.resolve(name(segment)),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Whether a log that was kept ends where the histories part: where a record would begin there is none, as after an orderly stop. */
    boolean isEmptyIn(Path kept) throws IOException {
        List<Path> segments = matching(kept, SEGMENT);
        if (segments.isEmpty()) {
            return false;
        }
        long segmentBytes = Files.size(segments.getFirst());
        Path segment = kept.resolve(first(segmentBytes));
        long offset = Long.remainderUnsigned(from.bytes(), segmentBytes);
        if (offset % PAGE == 0 || !Files.exists(segment)) {
            return false;
        }
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        try (FileChannel log = FileChannel.open(segment)) {
            log.read(length, offset);
        }
        return !length.hasRemaining() && length.getInt(0) == 0;
    }

    /** The name of the segment in which the histories part; names of later ones and of later timelines sort after it. */
    String first(long segmentBytes) {
        long number = Long.divideUnsigned(from.bytes(), segmentBytes);
        long together = NUMBERED_TOGETHER / segmentBytes;
        return "%08X%08X%08X".formatted(timeline, number / together, number % together);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
