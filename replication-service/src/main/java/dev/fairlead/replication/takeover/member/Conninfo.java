package dev.fairlead.replication.takeover.member;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.sample.Credentials;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A libpq connection string of keywords and values: how a standby reaches its primary.
 *
 * <p>What a standby used before is kept, so that certificates, a passfile or timeouts go on to count; only where the primary is
 * and what the standby calls itself change. A password stands in it only where one stood before: it is then that of the
 * credentials, so that it is never stored with a run.
 */
public record Conninfo(SequencedMap<String, String> parameters) {

    private static final String PASSWORD = "password";

    public Conninfo {
        parameters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(parameters));
    }

    /** Of a standby of which nothing is known: it logs in as the credentials say. */
    public static Conninfo of(Credentials.Login login) {
        return new Conninfo(new LinkedHashMap<>()).as(login);
    }

    /** Reads one; empty: it says nothing, or in the form of a URI. */
    public static Optional<Conninfo> parse(String text) {
        if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
            return Optional.empty();
        }
        SequencedMap<String, String> parameters = new LinkedHashMap<>();
        for (Cursor cursor = new Cursor(text); cursor.skipSpaces(); ) {
            String keyword = cursor.keyword();
            if (keyword.isEmpty()) {
                return Optional.empty();
            }
            parameters.put(keyword, cursor.value());
        }
        return parameters.isEmpty() ? Optional.empty() : Optional.of(new Conninfo(parameters));
    }

    public boolean hasPassword() {
        return parameters.containsKey(PASSWORD);
    }

    public Conninfo withoutPassword() {
        SequencedMap<String, String> left = new LinkedHashMap<>(parameters);
        left.remove(PASSWORD);
        return new Conninfo(left);
    }

    /** The same, logging in as this role. */
    public Conninfo as(Credentials.Login login) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put("user", login.user());
        changed.put(PASSWORD, login.password());
        return new Conninfo(changed);
    }

    /** The same, to another primary. */
    public Conninfo to(EndpointAddress primary, String applicationName) {
        SequencedMap<String, String> changed = new LinkedHashMap<>(parameters);
        changed.remove("hostaddr");
        changed.put("host", primary.ip());
        changed.put("port", Integer.toString(primary.port()));
        changed.put("application_name", applicationName);
        return new Conninfo(changed);
    }

    /** As libpq reads it: every value in quotes. */
    public String text() {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + quoted(parameter.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Hides the password, should anybody log it. */
    @Override
    public String toString() {
        Map<String, String> shown = withoutPassword().parameters();
        return "Conninfo" + shown;
    }

    /** Reads the text from left to right, as libpq does. */
    private static final class Cursor {

        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        /** Whether anything is left. */
        boolean skipSpaces() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length();
        }

        /** Up to and with the equals sign; empty: there is none. */
        String keyword() {
            int equals = text.indexOf('=', at);
            if (equals < 0) {
                return "";
            }
            String keyword = text.substring(at, equals).strip();
            at = equals + 1;
            skipSpaces();
            return keyword;
        }

        String value() {
            boolean quoted = at < text.length() && text.charAt(at) == '\'';
            StringBuilder value = new StringBuilder();
            for (at += quoted ? 1 : 0; at < text.length(); at++) {
                char c = text.charAt(at);
                if (quoted ? c == '\'' : Character.isWhitespace(c)) {
                    at++;
                    break;
                }
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                    c = text.charAt(at);
                }
                value.append(c);
            }
            return value.toString();
        }
    }
}
