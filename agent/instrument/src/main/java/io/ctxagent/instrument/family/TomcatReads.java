package io.ctxagent.instrument.family;

import io.ctxagent.boot.RequestReads;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.Requests;
import io.ctxagent.boot.ServerReads;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * How long Tomcat waits for the bytes of a request. Of a head that has not come whole, {@code Http11Processor.service} returns
 * {@code LONG} and leaves the connection to the poller; a body is waited for in {@code NioSocketWrapper.fillReadBuffer}. The
 * wait there swallows interrupts and begins again, so it is ended by the end of its input instead. A body that nobody waits for
 * is left to the poller from {@code registerReadInterest} on. Streams of HTTP/2 have a buffer each, which the thread of their
 * connection fills; a TLS handshake is left to the poller when {@code SecureNioChannel.handshake} returns what it waits for.
 */
final class TomcatReads {

    private TomcatReads() {}

    static final class Head {
        private Head() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Object connection) {
            RequestReads.came(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.Argument(0) Object connection,
                @Advice.This Object processor,
                @Advice.Return @Nullable Object state) {
            RequestReads.served(RequestSupport.TOMCAT, connection, processor, state);
        }
    }

    /** A connection has something to be done. */
    static final class Turn {
        private Turn() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Argument(0) Object connection) {
            RequestReads.came(connection);
            return Requests.turnTo(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object turn) {
            if (turn != null) {
                Requests.turnAway(turn);
            }
        }
    }

    /** A request that went asynchronous is gone on with. */
    static final class Again {
        private Again() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Argument(0) Object request) {
            return Requests.enterAgain(RequestSupport.TOMCAT, request);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered) {
            if (entered != null) {
                Requests.exit(entered);
            }
        }
    }

    static final class Listened {
        private Listened() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("socketWrapper") @Nullable Object connection) {
            if (connection != null) {
                RequestReads.waiting(RequestSupport.TOMCAT, connection);
            }
        }
    }

    static final class Next {
        private Next() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("wrapper") @Nullable Object connection) {
            if (connection != null) {
                RequestReads.complete(connection);
            }
        }
    }

    static final class StreamRead {
        private StreamRead() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object buffer) {
            RequestReads.streamWaiting(RequestSupport.TOMCAT, buffer);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object buffer) {
            RequestReads.came(buffer);
        }
    }

    static final class StreamListened {
        private StreamListened() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object buffer, @Advice.Return boolean ready) {
            if (!ready) {
                RequestReads.streamWaiting(RequestSupport.TOMCAT, buffer);
            }
        }
    }

    static final class StreamCame {
        private StreamCame() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object buffer) {
            RequestReads.came(buffer);
        }
    }

    static final class StreamEnded {
        private StreamEnded() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("inputBuffer") @Nullable Object buffer) {
            if (buffer != null) {
                RequestReads.complete(buffer);
            }
        }
    }

    static final class Handshake {
        private Handshake() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.FieldValue("sc") @Nullable Object channel,
                @Advice.Return int interest,
                @Advice.Thrown @Nullable Throwable thrown) {
            if (channel == null) {
                return;
            }
            if (thrown == null && interest > 0) {
                RequestReads.waiting(RequestSupport.TOMCAT, channel);
            } else {
                RequestReads.complete(channel);
            }
        }
    }

    static final class Body {
        private Body() {}

        @Advice.OnMethodEnter
        static boolean enter(@Advice.This Object connection, @Advice.Argument(0) boolean block) throws Exception {
            return block && ServerReads.reading(RequestSupport.TOMCAT, connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object connection,
                @Advice.Argument(0) boolean block,
                @Advice.Enter boolean entered,
                @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (block) {
                thrown = ServerReads.read(connection, entered, thrown);
            }
        }
    }
}
