package io.ctxagent.instrument.family;

import io.ctxagent.boot.RequestReads;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.Requests;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * How long Jetty waits for the bytes of a request. {@code HttpConnection.onFillable} leaves a head that has not come whole to the
 * selector, with its parser between start and content; for a body the stream asks by {@code asyncReadFillInterested}, whether
 * a thread waits for it or not. A stream of HTTP/2 says by {@code demand} that it waits. As long as the TLS handshake lasts,
 * {@code SslConnection} finds no byte of a request in what it fills.
 */
final class JettyReads {

    private JettyReads() {}

    static final class Head {
        private Head() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object connection) {
            RequestReads.came(connection);
            return Requests.turnTo(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(
                @Advice.This Object connection,
                @Advice.FieldValue("_parser") Object parser,
                @Advice.Enter @Nullable Object turn) {
            if (turn != null) {
                Requests.turnAway(turn);
            }
            RequestReads.served(RequestSupport.JETTY, connection, parser, null);
        }
    }

    /** A connection of HTTP/2 has read what there is. */
    static final class Frames {
        private Frames() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("this$0") Object connection) {
            RequestReads.came(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("this$0") Object connection) {
            RequestReads.served(RequestSupport.JETTY, connection, connection, null);
        }
    }

    static final class BodyWaits {
        private BodyWaits() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object connection) {
            RequestReads.waiting(RequestSupport.JETTY, connection);
        }
    }

    static final class Fill {
        private Fill() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object connection) {
            RequestReads.came(connection);
        }
    }

    static final class BodyCame {
        private BodyCame() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("this$0") Object connection) {
            RequestReads.came(connection);
        }
    }

    static final class StreamWaits {
        private StreamWaits() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object stream) {
            RequestReads.streamWaiting(RequestSupport.JETTY, stream);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object stream, @Advice.FieldValue("_demand") boolean waits) {
            if (!waits) {
                RequestReads.came(stream);
            }
        }
    }

    static final class StreamCame {
        private StreamCame() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object stream) {
            RequestReads.came(stream);
        }
    }

    static final class StreamEnded {
        private StreamEnded() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object stream) {
            RequestReads.complete(stream);
        }
    }

    static final class Handshake {
        private Handshake() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("this$0") Object connection) {
            RequestReads.shakenHands(RequestSupport.JETTY, connection);
        }
    }

    static final class Answered {
        private Answered() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("this$0") Object connection) {
            RequestReads.complete(connection);
        }
    }
}
