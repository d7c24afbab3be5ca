package dev.fairlead.quickstart.demo;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTests {

    @Test
    void refusesAPortThatIsTakenAndNamesTheOption() throws IOException {
        Ports free = Ports.free();
        assertThatCode(free::requireFree).doesNotThrowAnyException();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(DemoException.class)
                    .isThrownBy(() -> new Ports(taken.getLocalPort(), free.dns(), free.edge()).requireFree())
                    .withMessageContaining("port %d for the gateway is in use".formatted(taken.getLocalPort()))
                    .withMessageContaining("--port");
        }
    }

    @Test
    void refusesAPortThatIsTakenOverUdpOnly() throws IOException {
        Ports free = Ports.free();
        try (DatagramSocket taken =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), free.dns()))) {
            assertThatExceptionOfType(DemoException.class)
                    .isThrownBy(free::requireFree)
                    .withMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }
}
