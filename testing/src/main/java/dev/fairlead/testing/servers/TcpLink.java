package dev.fairlead.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A wire to a port of this machine that a test can cut, with a reset, or hold, as a network that swallows everything. */
public final class TcpLink implements AutoCloseable {

    private final ServerSocket entry;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean held;
    private volatile boolean cut;

    private TcpLink(int target) {
        this.target = target;
        try {
            this.entry = new ServerSocket();
            entry.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
        Thread.ofVirtual().name("link-to-" + target).start(this::accept);
    }

    public static TcpLink to(int target) {
        return new TcpLink(target);
    }

    public int port() {
        return entry.getLocalPort();
    }

    /** Ends every connection and takes no more, until {@link #heal()}. */
    public void cut() {
        cut = true;
        sockets.forEach(this::end);
    }

    /** From now on no byte passes, until {@link #heal()}; nobody is told. */
    public void hold() {
        setHeld(true);
    }

    public void heal() {
        cut = false;
        setHeld(false);
    }

    private void setHeld(boolean value) {
        lock.lock();
        try {
            held = value;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                join(entry.accept());
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void join(Socket client) {
        sockets.add(client);
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(server);
            if (cut) {
                end(server);
                end(client);
                return;
            }
            Thread.ofVirtual().start(() -> pump(client, server));
            Thread.ofVirtual().start(() -> pump(server, client));
        } catch (IOException e) {
            end(client); // nobody listens behind
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[16_384];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                awaitPassage();
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // the other end is told by the end of its own connection
        } finally {
            end(from);
            end(to);
        }
    }

    private void awaitPassage() {
        lock.lock();
        try {
            while (held) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the link", e);
        }
        cut();
        setHeld(false);
    }
}
