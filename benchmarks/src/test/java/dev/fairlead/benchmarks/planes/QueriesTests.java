package dev.fairlead.benchmarks.planes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;

class QueriesTests {

    @Test
    void everyQueryTellsTheNetworkOfAClient(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("queries");
        Queries.write(file, 3, 1);

        Set<String> names = new HashSet<>();
        Set<String> networks = new HashSet<>();
        ByteBuffer read = ByteBuffer.wrap(Files.readAllBytes(file));
        while (read.hasRemaining()) {
            byte[] query = new byte[read.getShort()];
            read.get(query);
            Message message = new Message(query);
            names.add(message.getQuestion().getName().toString());
            message.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).stream()
                    .map(ClientSubnetOption.class::cast)
                    .forEach(option -> networks.add(option.getAddress().getHostAddress()));
        }

        assertThat(names).containsExactlyInAnyOrder("app-0.dns.test.", "app-1.dns.test.", "app-2.dns.test.");
        assertThat(networks).hasSizeGreaterThan(1_000);
    }
}
