package dev.fairlead.gateway.nginx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What nginx is steered by.
 *
 * @param text of the generated file; empty: there is none
 * @param inForce whether nginx answers with that file's version
 */
record NginxState(String text, boolean inForce) {

    /** Stands in the text until its version, which follows from all the rest, is known. */
    static final String VERSION = "@version@";

    private static final Pattern WRITTEN = Pattern.compile("Fairlead-Version ([0-9a-f]{16}) ");

    /** In force, of a text with {@link #VERSION} where its version belongs. */
    static NginxState of(String template) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(template.getBytes(StandardCharsets.UTF_8));
            return new NginxState(template.replace(VERSION, HexFormat.of().formatHex(hash, 0, 8)), true);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** With which nginx answers that has loaded the text; empty for one that is not Fairlead's. */
    String version() {
        Matcher written = WRITTEN.matcher(text);
        return written.find() ? String.valueOf(written.group(1)) : "";
    }
}
