package dev.fairlead.health.http;

import dev.fairlead.contracts.traffic.HealthCheck.Expectation;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A whole HTTP/1.x answer (RFC 9112). Bytes stand in strings as ISO 8859-1, one character each, until {@link #text()}.
 *
 * @param fields the head, in lower case
 * @param body without the framing of chunks
 */
public record HttpAnswer(int status, String fields, String body) {

    private static final String START = "HTTP/1.";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: [^\\r\\n]*)?");
    private static final Pattern LENGTH = Pattern.compile("\\r\\ncontent-length:[ \\t]*(\\d{1,9})[ \\t]*(?:\\r\\n|$)");
    private static final Pattern CHUNKED = Pattern.compile("\\r\\ntransfer-encoding:[^\\r\\n]*chunked");
    private static final Pattern CHUNK_SIZE = Pattern.compile("\\G([0-9a-fA-F]{1,7})[^\\r\\n]*\\r\\n");

    /**
     * The answer in these bytes; empty as long as it is not whole.
     *
     * @param ended whether no more bytes will come
     * @throws ProtocolException if they will never be one
     */
    public static Optional<HttpAnswer> parse(String bytes, boolean ended) throws ProtocolException {
        if (!bytes.startsWith(START) && !START.startsWith(bytes)) {
            throw new ProtocolException("the answer is not HTTP");
        }
        int end = bytes.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String head = bytes.substring(0, end);
        String rest = bytes.substring(end + 4);
        Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
        if (!status.matches()) {
            throw new ProtocolException("the answer is not HTTP");
        }
        int code = Integer.parseInt(status.group(1));
        String fields = head.toLowerCase(Locale.ROOT);
        if (code == 204 || code == 304) {
            return Optional.of(new HttpAnswer(code, fields, ""));
        }
        if (CHUNKED.matcher(fields).find()) {
            return joined(rest).map(body -> new HttpAnswer(code, fields, body));
        }
        Matcher length = LENGTH.matcher(fields);
        if (length.find()) {
            int whole = Integer.parseInt(length.group(1));
            return rest.length() < whole
                    ? Optional.empty()
                    : Optional.of(new HttpAnswer(code, fields, rest.substring(0, whole)));
        }
        return ended ? Optional.of(new HttpAnswer(code, fields, rest)) : Optional.empty();
    }

    private static Optional<String> joined(String chunks) {
        StringBuilder body = new StringBuilder();
        Matcher size = CHUNK_SIZE.matcher(chunks);
        int at = 0;
        while (size.find(at)) {
            int length = Integer.parseInt(size.group(1), 16);
            if (length == 0) {
                return Optional.of(body.toString());
            }
            if (size.end() + length + 2 > chunks.length()) {
                return Optional.empty();
            }
            body.append(chunks, size.end(), size.end() + length);
            at = size.end() + length + 2;
        }
        return Optional.empty();
    }

    /** What keeps it from being what is expected, in words; absent: nothing. */
    public @Nullable String refusal(Expectation expected) {
        if (!expected.allows(status)) {
            return "status %d, not %s".formatted(status, String.join(", ", expected.statuses()));
        }
        for (Map.Entry<String, String> header : expected.headers().entrySet()) {
            String value = value(header.getKey());
            if (value == null || !value.contains(header.getValue().toLowerCase(Locale.ROOT))) {
                return "status %d, but header %s is %s"
                        .formatted(status, header.getKey(), value == null ? "absent" : "'" + value + "'");
            }
        }
        String text = expected.body();
        return text == null || text().contains(text)
                ? null
                : "status %d, but the body lacks '%s'".formatted(status, text);
    }

    private @Nullable String value(String header) {
        String start = header.toLowerCase(Locale.ROOT) + ":";
        return fields.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** The body as UTF-8. */
    String text() {
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
