package io.ctxagent.programs.http;

import io.ctxagent.boot.RequestHead;
import io.ctxagent.boot.RequestSupport;
import java.nio.channels.SocketChannel;

/** What the hooks of HTTP servers ask, with each answer an error. */
final class BrokenSupport extends RequestSupport {

    static void install() {
        instance = new BrokenSupport();
    }

    @Override
    public Object key(int server, Object request) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public RequestHead head(int server, Object request, Object connection) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public boolean goesOn(int server, Object request) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public SocketChannel channel(int server, Object connection) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public Object connection(int server, Object parser) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public boolean isReset(int server, Object stream) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public boolean shakesHands(int server, Object connection) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public void cutOff(int server, Object stream) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public Object keyAgain(int server, Object raw) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public int reading(int server, Object reader, Object state) {
        throw new NoSuchFieldError("broken on purpose");
    }

    @Override
    public ClassLoader ownApi() {
        throw new NoSuchFieldError("broken on purpose");
    }
}
