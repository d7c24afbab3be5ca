package dev.fairlead.gateway.gdnsd;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The text of an {@code admin_state} file. A line that ends in the mark is Fairlead's; all others are somebody else's and stay
 * as they are. gdnsd ignores the whole file when a key stands in it twice, and lets the later of two patterns win that match the
 * same: so Fairlead has no line for what another line speaks of.
 */
record AdminState(String text) {

    static final String MARK = "# heritage=fairlead";

    /** A string, a comment, a sign or a word. */
    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|#[^\n]*|=>?|[,{}\\[\\]]|(?:[^\\s\"#=,{}\\[\\]\\\\]|\\\\.)+");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(\\d{3}|.)", Pattern.DOTALL);

    /** Fairlead's lines, without the mark. */
    List<String> own() {
        return text.lines()
                .map(String::strip)
                .filter(AdminState::isOwn)
                .map(line -> line.substring(0, line.length() - MARK.length()).strip())
                .toList();
    }

    /** With these as Fairlead's lines, behind all others. */
    AdminState with(Collection<String> own) {
        StringBuilder next = new StringBuilder(foreign());
        if (!own.isEmpty() && !next.isEmpty() && next.charAt(next.length() - 1) != '\n') {
            next.append('\n');
        }
        own.forEach(line -> next.append(line).append(' ').append(MARK).append('\n'));
        return new AdminState(next.toString());
    }

    /** Those of the keys that somebody else's line speaks of, by name or by pattern. */
    Set<String> claimed(Collection<String> keys) {
        List<Pattern> patterns = patterns();
        Set<String> claimed = new TreeSet<>();
        for (String key : keys) {
            if (patterns.stream().anyMatch(pattern -> pattern.matcher(key).matches())) {
                claimed.add(key);
            }
        }
        return claimed;
    }

    private static boolean isOwn(String line) {
        return line.endsWith(MARK);
    }

    private String foreign() {
        StringBuilder foreign = new StringBuilder();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end + 1);
            if (!isOwn(line.strip())) {
                foreign.append(line);
            }
            from += line.length();
        }
        return foreign.toString();
    }

    private List<Pattern> patterns() {
        List<Pattern> patterns = new ArrayList<>();
        String word = "";
        Matcher tokens = TOKEN.matcher(foreign());
        while (tokens.find()) {
            String token = tokens.group();
            if (token.startsWith("=") && !word.isEmpty()) {
                patterns.add(glob(word));
            }
            if (!token.startsWith("#")) {
                word = unquoted(token);
            }
        }
        return patterns;
    }

    private static String unquoted(String token) {
        String inner = token.startsWith("\"") ? token.substring(1, token.length() - 1) : token;
        return ESCAPE.matcher(inner)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).length() == 3
                                ? Character.toString(Integer.parseInt(found.group(1)))
                                : found.group(1)));
    }

    /** What cannot be read as a pattern is taken to match everything. */
    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int close = glob.indexOf(']', i + 2);
            if (c == '[' && close > 0) {
                String members =
                        glob.substring(i + 1, close).replace("\\", "\\\\").replace("[", "\\[");
                regex.append('[').append(members.replaceFirst("^!", "^")).append(']');
                i = close;
            } else {
                regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(".*", Pattern.DOTALL);
        }
    }
}
