package dev.fairlead.gateway.envoy;

import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Puts who asks into every request of a stream. The protocol wants it in the first alone, which is what gRPC in Go and in C++
 * sends; the cache looks for it in each. The node's group stands in its metadata, or is its cluster.
 */
final class NodeInEveryRequest implements ServerInterceptor {

    /** For Envoys whose cluster says something else, such as a service mesh's. */
    static final String GROUP = "fairlead.group";

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            private Node node = Node.getDefaultInstance();

            @Override
            @SuppressWarnings("unchecked") // a request stays a request
            public void onMessage(Q message) {
                if (!(message instanceof DiscoveryRequest request)) {
                    super.onMessage(message);
                    return;
                }
                if (request.hasNode()) {
                    node = grouped(request.getNode());
                }
                super.onMessage((Q) request.toBuilder().setNode(node).build());
            }
        };
    }

    /** With its group as its cluster. */
    static Node grouped(Node node) {
        Value group = node.getMetadata().getFieldsMap().get(GROUP);
        return group != null && group.hasStringValue()
                ? node.toBuilder().setCluster(group.getStringValue()).build()
                : node;
    }
}
