package dev.fairlead.gateway.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.gateway.dataplane.DataPlaneException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

class ConversationTests {

    private static final TSIG KEY = new TSIG(TSIG.HMAC_SHA256, "fairlead.", "c2VjcmV0IG9mIHRoZSB0ZXN0cw==");
    private static final Name ZONE = Name.fromConstantString("contract.test.");

    @Test
    void givesUpOnAServerThatAnswersAByteNowAndThen() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread trickle = Thread.ofVirtual().start(() -> trickle(server, over));
            try (Conversation conversation = Conversation.with(address(server), KEY)) {
                assertThatThrownBy(() -> conversation.mark(ZONE))
                        .isInstanceOf(DataPlaneException.class)
                        .hasMessageContaining("does not answer: ");
            } finally {
                over.countDown();
                trickle.join();
            }
        }
    }

    private static void trickle(ServerSocket server, CountDownLatch over) {
        try (Socket client = server.accept()) {
            do {
                client.getOutputStream().write(1);
            } while (!over.await(300, TimeUnit.MILLISECONDS));
        } catch (IOException | InterruptedException e) {
            // it gave up
        }
    }

    @Test
    void waitsForAServerThatAnswersAfterTenSeconds() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread late = Thread.ofVirtual().start(() -> answerLate(server));
            try (Conversation conversation = Conversation.with(address(server), KEY)) {
                assertThat(conversation.answers(List.of(Record.newRecord(ZONE, Type.SOA, DClass.IN))))
                        .hasSize(1);
            } finally {
                late.join();
            }
        }
    }

    private static void answerLate(ServerSocket server) {
        try (Socket client = server.accept()) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            byte[] question = in.readNBytes(in.readUnsignedShort());
            if (!new CountDownLatch(1).await(10, TimeUnit.SECONDS)) {
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                out.writeShort(question.length);
                out.write(question);
            }
        } catch (IOException | InterruptedException e) {
            // it gave up
        }
    }

    @Test
    void saysThatTheServerHungUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Conversation conversation = Conversation.with(address(server), KEY)) {
            server.accept().close();

            assertThatThrownBy(() -> conversation.mark(ZONE))
                    .isInstanceOf(DataPlaneException.class)
                    .hasMessageContaining("does not answer");
        }
    }

    private static EndpointAddress address(ServerSocket server) {
        return new EndpointAddress("127.0.0.1", server.getLocalPort());
    }
}
