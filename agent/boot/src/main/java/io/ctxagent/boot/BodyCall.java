package io.ctxagent.boot;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A server waits for the body of the request that the thread handles, in a way that an interrupt does not end. Ending the
 * connection's input does; it is spoilt then anyway, because a body that has come in half cannot be passed over.
 */
final class BodyCall extends BlockedCall {

    static final String CALL = "jakarta.servlet.ServletInputStream.read";

    private final SocketChannel channel;

    BodyCall(Object context, SocketChannel channel) {
        super(context, Family.HTTP.id(), CALL, channel);
        this.channel = channel;
    }

    @Override
    public @Nullable String target() {
        try {
            return "remote=" + channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    boolean disturbsInside() {
        return false;
    }

    @Override
    boolean outlivesHooks() {
        return true;
    }

    @Override
    void fire() {
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            // Closed meanwhile, which ends it too.
        } finally {
            fired();
        }
    }

    @Override
    @Nullable
    Throwable outcome(@Nullable Throwable thrown) {
        IOException failure = thrown == null ? null : Sockets.failure(context);
        return failure == null ? thrown : failure;
    }
}
