package dev.fairlead.bus.nats;

import io.nats.client.Connection;
import io.nats.client.Options;
import io.nats.client.impl.SocketDataPort;
import java.io.IOException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * TLS that checks whom it talks to. The client's own port takes any certificate of a trusted authority for any host, so
 * that every service could pose as the server. Public because the client makes it by its name.
 */
public final class VerifyingDataPort extends SocketDataPort {

    @Override
    public void upgradeToSecure() throws IOException {
        Options options = ((Connection) connection).getOptions();
        SSLSocket secure =
                (SSLSocket) options.getSslContext().getSocketFactory().createSocket(socket, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        socket = secure;
        in = secure.getInputStream();
        out = secure.getOutputStream();
        isSecure = true;
    }
}
