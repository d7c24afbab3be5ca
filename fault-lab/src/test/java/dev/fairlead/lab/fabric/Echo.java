package dev.fairlead.lab.fabric;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/** Sends every datagram back; a process of a node. */
final class Echo {

    private static final int PORT = 7;

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

    /** How many of so many datagrams come back. */
    static int answered(String address, int count) throws IOException {
        int answered = 0;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(address, PORT));
            socket.setSoTimeout(100);
            DatagramPacket packet = new DatagramPacket(new byte[16], 16);
            for (int i = 0; i < count; i++) {
                socket.send(packet);
                try {
                    socket.receive(packet);
                    answered++;
                } catch (SocketTimeoutException e) {
                    // lost
                }
            }
        }
        return answered;
    }
}
