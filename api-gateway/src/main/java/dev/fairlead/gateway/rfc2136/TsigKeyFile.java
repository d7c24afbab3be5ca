package dev.fairlead.gateway.rfc2136;

import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xbill.DNS.TSIG;

/**
 * A file with a TSIG key (RFC 8945): as BIND's {@code tsig-keygen} writes it, or one line
 * {@code algorithm:name:secret} as Knot's tools take it.
 */
record TsigKeyFile(Path file) {

    private static final Pattern BIND = Pattern.compile("key\\s+\"?(?<name>[^\"\\s{]+)\"?\\s*\\{"
            + "\\s*algorithm\\s+\"?(?<algorithm>[^\"\\s;]+)\"?\\s*;"
            + "\\s*secret\\s+\"?(?<secret>[^\"\\s;]+)\"?\\s*;\\s*}\\s*;?");
    private static final Pattern LINE = Pattern.compile("(?<algorithm>[^:\\s]+):(?<name>[^:\\s]+):(?<secret>\\S+)");

    /** Read each time, so that a new key is taken without a restart. */
    TSIG read() {
        String text = text();
        Matcher key = Stream.of(BIND, LINE)
                .map(form -> form.matcher(text))
                .filter(Matcher::matches)
                .findFirst()
                .orElseThrow(() -> new DataPlaneException("there is no TSIG key in %s".formatted(file)));
        try {
            return new TSIG(key.group("algorithm"), key.group("name"), key.group("secret"));
        } catch (IllegalArgumentException e) {
            throw new DataPlaneException("the TSIG key in %s is of no known kind".formatted(file), e);
        }
    }

    private String text() {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new DataPlaneException("the key file %s cannot be read".formatted(file), e);
        }
    }
}
