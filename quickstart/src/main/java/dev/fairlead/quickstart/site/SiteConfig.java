package dev.fairlead.quickstart.site;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a site is told by its file, which only its owner reads because a password stands in it.
 *
 * @param readUrl JDBC URL of the copy of the database in this data center
 * @param elsewhereUrl JDBC URL of the other copies
 * @param writeUrl JDBC URL of the primary, whichever member that is
 * @param versionFile where the installed version is kept
 */
public record SiteConfig(
        String dataCenter,
        String address,
        int port,
        String readUrl,
        String elsewhereUrl,
        String writeUrl,
        String user,
        String password,
        Path versionFile) {

    static SiteConfig read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new SiteConfig(
                properties.getProperty("data-center"),
                properties.getProperty("address"),
                Integer.parseInt(properties.getProperty("port")),
                properties.getProperty("read-url"),
                properties.getProperty("elsewhere-url"),
                properties.getProperty("write-url"),
                properties.getProperty("user"),
                properties.getProperty("password"),
                Path.of(properties.getProperty("version-file")));
    }

    /** The file's contents. */
    public Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>();
        properties.put("data-center", dataCenter);
        properties.put("address", address);
        properties.put("port", Integer.toString(port));
        properties.put("read-url", readUrl);
        properties.put("elsewhere-url", elsewhereUrl);
        properties.put("write-url", writeUrl);
        properties.put("user", user);
        properties.put("password", password);
        properties.put("version-file", versionFile.toString());
        return properties;
    }

    @Override
    public String toString() {
        return "SiteConfig[%s %s:%d]".formatted(dataCenter, address, port);
    }
}
