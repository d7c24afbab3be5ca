package dev.fairlead.gateway.discover;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client already knows, and how long it would rather wait than hear that again ({@code If-None-Match} of RFC 9110,
 * {@code Prefer: wait} of RFC 7240). A preference that cannot be read is none.
 *
 * @param epoch of the newest plan that the client has; {@link #NOTHING} when it has none
 * @param waitSeconds 0 to {@link #LONGEST_SECONDS}
 */
record Precondition(long epoch, int waitSeconds) {

    static final long NOTHING = Long.MIN_VALUE;

    /** Shorter than the idle timeouts of usual proxies and load balancers. */
    static final int LONGEST_SECONDS = 60;

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})\"");
    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?", Pattern.CASE_INSENSITIVE);

    static Precondition of(@Nullable String ifNoneMatch, @Nullable String prefer) {
        return new Precondition(
                ifNoneMatch == null ? NOTHING : newest(ifNoneMatch), prefer == null ? 0 : waitSeconds(prefer));
    }

    /** The tag of an epoch, without the quotes. */
    static String tag(long epoch) {
        return Long.toString(epoch);
    }

    private static long newest(String ifNoneMatch) {
        return TAG.matcher(ifNoneMatch)
                .results()
                .mapToLong(tag -> Long.parseLong(tag.group(1)))
                .max()
                .orElse(NOTHING);
    }

    /** Of several the first counts; parameters after a semicolon mean nothing here. */
    private static int waitSeconds(String prefer) {
        for (String preference : prefer.split(",")) {
            Matcher wait = WAIT.matcher(preference.split(";", 2)[0].strip());
            if (wait.matches()) {
                return Math.min(Integer.parseInt(wait.group(1)), LONGEST_SECONDS);
            }
        }
        return 0;
    }
}
