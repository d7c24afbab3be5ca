package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/** Sends every datagram back; a process of a node. */
final class Echo {

    private static final int PORT = 7;
    private static final int AT_A_TIME = 50;
    private static final int QUIET_MS = 1_000;

    private Echo() {}

    public static void main(String[] args) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(PORT)) {
            System.out.println("up");
            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            while (true) {
                socket.receive(packet);
                socket.send(packet);
            }
        }
    }

    static void awaitUp(Process echo) throws IOException {
        if (echo.getInputStream().read() < 0) {
            throw new IOException("the echo did not start");
        }
    }

    /** How many of so many datagrams come back; few at a time, so that no buffer overflows. */
    static int answered(String address, int count) throws IOException {
        int answered = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(address, PORT));
            socket.setSoTimeout(QUIET_MS);
            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            for (int sent = 0; sent < count; sent += AT_A_TIME) {
                for (int i = 0; i < AT_A_TIME; i++) {
                    socket.send(packet);
                }
                answered += received(socket, packet, AT_A_TIME);
            }
        }
        return answered;
    }

    private static int received(DatagramSocket socket, DatagramPacket packet, int most) throws IOException {
        for (int i = 0; i < most; i++) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                return i; // the rest is lost
            }
        }
        return most;
    }
}
