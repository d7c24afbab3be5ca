package dev.fairlead.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a service and its PostgreSQL and cuts the connection at the next commit. */
public final class CommitCutter implements AutoCloseable {

    /** Where it cuts. */
    public enum Cut {
        /** The commit does not reach the server. */
        REQUEST,
        /** The commit is done, its answer does not come back. */
        ANSWER
    }

    private final int serverPort;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private volatile boolean goneAfterwards;
    private volatile boolean gone;

    public CommitCutter(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void cutNext(Cut cut) {
        next.set(cut);
    }

    /** After the cut nobody gets through. */
    public void cutNextForGood(Cut cut) {
        goneAfterwards = true;
        next.set(cut);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                if (gone) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(server);
                AtomicBoolean answerIsLost = new AtomicBoolean();
                Thread.ofVirtual().start(() -> forward(client, server, answerIsLost));
                Thread.ofVirtual().start(() -> back(server, client, answerIsLost));
            } catch (IOException e) {
                // closed, or the server is away: the client sees it
            }
        }
    }

    private void forward(Socket client, Socket server, AtomicBoolean answerIsLost) {
        byte[] chunk = new byte[65_536];
        try (client;
                server;
                InputStream in = client.getInputStream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (new String(chunk, 0, read, StandardCharsets.ISO_8859_1).contains("COMMIT")) {
                    Cut cut = next.getAndSet(null);
                    if (cut == Cut.REQUEST) {
                        leave();
                        return;
                    }
                    answerIsLost.set(cut == Cut.ANSWER);
                }
                server.getOutputStream().write(chunk, 0, read);
            }
        } catch (IOException e) {
            // one side is gone, so the other goes too
        }
    }

    private void back(Socket server, Socket client, AtomicBoolean answerIsLost) {
        byte[] chunk = new byte[65_536];
        try (client;
                server;
                InputStream in = server.getInputStream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                if (answerIsLost.get()) {
                    leave();
                    return;
                }
                client.getOutputStream().write(chunk, 0, read);
            }
        } catch (IOException e) {
            // one side is gone, so the other goes too
        }
    }

    private void leave() throws IOException {
        if (goneAfterwards) {
            gone = true;
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
