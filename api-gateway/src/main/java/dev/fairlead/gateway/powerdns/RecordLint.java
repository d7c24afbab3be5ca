package dev.fairlead.gateway.powerdns;

import dev.fairlead.gateway.powerdns.LuaContent.Family;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks through a host's records before they are sent, because PowerDNS takes what it cannot stand without a word: broken Lua is
 * answered SERVFAIL, and a record of more than 65,535 bytes ends PowerDNS 4.7 at each query for it.
 */
final class RecordLint {

    /** Of a record's data: with its names and its question it has to fit a DNS message, which has 65,535 bytes at most. */
    static final int MOST_BYTES = 64_000;

    /** RFC 1035, section 2.3.4, written with the dot at the end. */
    private static final int LONGEST_NAME = 254;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");

    private static final Pattern STRING = Pattern.compile("\\G \"([^\"\\\\]{1,255})\"");

    private RecordLint() {}

    /** Throws {@link IllegalArgumentException} with the reason when one of these LUA records must not be sent. */
    static void check(RrSet records) {
        if (records.ttl() < 1) {
            throw new IllegalArgumentException("a TTL of %d s is none".formatted(records.ttl()));
        }
        for (String content : records.contents()) {
            Family family = family(content);
            String code = code(content, family);
            try {
                LuaGrammar.check(code, family);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the Lua code of its %s record is broken: %s".formatted(family, e.getMessage()), e);
            }
        }
    }

    /** Refuses a name that no server would take; {@code longest} is the longest name that is made of it. */
    static void checkName(String longest) {
        if (longest.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "the name %s has more than %d characters".formatted(longest, LONGEST_NAME - 1));
        }
        for (String label : longest.substring(0, longest.length() - 1).split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException("the name %s has the label '%s'".formatted(longest, label));
            }
        }
    }

    private static Family family(String content) {
        return Family.valueOf(content.substring(0, Math.max(0, content.indexOf(' '))));
    }

    /** The code as PowerDNS puts it together, with a blank between the strings. */
    private static String code(String content, Family family) {
        int from = family.name().length();
        int bytes = 2;
        int end = from;
        StringBuilder code = new StringBuilder();
        Matcher string = STRING.matcher(content).region(from, content.length());
        while (string.find()) {
            bytes += 1 + string.group(1).length();
            end = string.end();
            code.append(code.isEmpty() ? "" : " ").append(string.group(1));
        }
        if (end != content.length()) {
            throw new IllegalArgumentException(
                    "its %s record is not quoted as one, at character %d".formatted(family, end));
        }
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "its %s record would have %d bytes and may have %d: it has too many audiences"
                            .formatted(family, bytes, MOST_BYTES));
        }
        return code.toString();
    }
}
