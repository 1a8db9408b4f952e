package io.ctxagent.boot;

/** The links by gRPC's context. */
final class GrpcLinks extends WeakTable<GrpcLink> {

    @Override
    void lost(GrpcLink link) {
        link.drop();
    }
}
