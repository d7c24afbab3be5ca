package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PropertiesTextTests {

    @Test
    void isReadAsItWasMeant() throws IOException {
        Map<String, String> meant = Map.of("a key", " C:\\path with blanks=#! ", "b", "größe ✓");
        Properties read = new Properties();
        read.load(new StringReader(PropertiesText.of(meant)));
        assertThat(read).containsExactlyInAnyOrderEntriesOf(meant);
    }
}
