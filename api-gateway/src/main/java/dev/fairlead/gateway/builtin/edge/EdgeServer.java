package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.gateway.builtin.PortTakenException;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.WebServer;

/** A Tomcat of the edge's own, apart from the one that operators talk to. */
final class EdgeServer implements AutoCloseable {

    private final WebServer server;

    private EdgeServer(WebServer server) {
        this.server = server;
    }

    static EdgeServer start(EdgeProperties properties, EdgeServlet servlet) {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(properties.port());
        if (properties.address() != null) {
            factory.setAddress(IpAddresses.parse(properties.address()));
        }
        factory.addConnectorCustomizers(EdgeServer::customize);
        WebServer server = factory.getWebServer(
                context -> context.addServlet("edge", servlet).addMapping("/*"));
        try {
            server.start();
        } catch (PortInUseException e) {
            throw new PortTakenException("TCP", properties.port(), "fairlead.data-planes.edge.port", e);
        }
        return new EdgeServer(server);
    }

    /** What a path may hold is for the application behind to judge. */
    private static void customize(Connector connector) {
        connector.setEncodedSolidusHandling("passthrough");
        connector.setEncodedReverseSolidusHandling("passthrough");
        connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
        connector.setProperty("relaxedQueryChars", "\"<>[\\]^`{|}");
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("edge-"));
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.stop();
        server.destroy();
    }
}
