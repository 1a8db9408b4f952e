package io.ctxagent.instrument.family;

import io.ctxagent.boot.OutgoingDeadlines;
import io.ctxagent.boot.RequestReads;
import io.ctxagent.boot.RequestStreams;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.Requests;
import io.ctxagent.boot.ServerReads;
import io.ctxagent.boot.Threads;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** The advice of {@link HttpFamily} and {@link ServletHooks}. None of it throws, but for what a read of a body ends with. */
final class HttpAdvice {

    private HttpAdvice() {}

    /** Around what handles a request, for the JDK's server. */
    static final class JdkRequest {
        private JdkRequest() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Argument(0) Object exchange) {
            return Requests.enter(RequestSupport.JDK, exchange);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered) {
            if (entered != null) {
                Requests.exit(entered);
            }
        }
    }

    /** The same for Tomcat. */
    static final class TomcatRequest {
        private TomcatRequest() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.Argument(0) Object request) {
            return Requests.enter(RequestSupport.TOMCAT, request);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered) {
            if (entered != null) {
                Requests.exit(entered);
            }
        }
    }

    /** The same for Jetty. */
    static final class JettyRequest {
        private JettyRequest() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.This Object channel) {
            return Requests.enter(RequestSupport.JETTY, channel);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object entered) {
            if (entered != null) {
                Requests.exit(entered);
            }
        }
    }

    /** Around a server's work for one connection, which is a field. */
    static final class TurnToField {
        private TurnToField() {}

        @Advice.OnMethodEnter
        static @Nullable Object enter(@Advice.FieldValue("connection") Object connection) {
            return Requests.turnTo(connection);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter @Nullable Object turn) {
            if (turn != null) {
                Requests.turnAway(turn);
            }
        }
    }

    /** The first argument is what the request is known by; it is answered. */
    static final class ArgumentEnded {
        private ArgumentEnded() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Argument(0) Object key) {
            Requests.ended(key);
        }
    }

    /** The same for the object itself. */
    static final class ThisEnded {
        private ThisEnded() {}

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object key) {
            Requests.ended(key);
        }
    }

    /** A stream of HTTP/2 is reset by its client. */
    static final class Reset {
        private Reset() {}

        /** Before the application hears of it, and may answer the request for that. */
        @Advice.OnMethodEnter
        static void enter(@Advice.This Object stream) {
            RequestStreams.reset(stream);
        }

        /** Again: who has made a context meanwhile asked the stream before it was reset. */
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.This Object stream) {
            RequestStreams.reset(stream);
        }
    }

    /** The JDK's server has read a request. */
    static final class JdkReadComplete {
        private JdkReadComplete() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.Argument(0) Object connection) {
            RequestReads.completeOf(RequestSupport.JDK, connection);
        }
    }

    /** Around a read of the JDK's server. */
    static final class JdkRead {
        private JdkRead() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("channel") Object channel) {
            RequestReads.waiting(RequestSupport.JDK, channel);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("channel") Object channel) {
            RequestReads.came(channel);
        }
    }

    /** The same with TLS. */
    static final class JdkTlsRead {
        private JdkTlsRead() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("chan") Object channel) {
            RequestReads.waiting(RequestSupport.JDK, channel);
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.FieldValue("chan") Object channel) {
            RequestReads.came(channel);
        }
    }

    /** Around a write of a server's to its client. */
    static final class Write {
        private Write() {}

        @Advice.OnMethodEnter
        static boolean enter() {
            return ServerReads.writing();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered, @Advice.Thrown(readOnly = false) @Nullable Throwable thrown) {
            if (entered) {
                thrown = ServerReads.written(thrown);
            }
        }
    }

    /** At the end of the constructor of a request of {@code HttpClient}. */
    static final class ClientRequest {
        private ClientRequest() {}

        @Advice.OnMethodExit
        static void exit(@Advice.FieldValue("systemHeadersBuilder") Object headers) {
            OutgoingDeadlines.client(headers);
        }
    }

    /** Before {@code HttpURLConnection} writes its request. */
    static final class ConnectionRequest {
        private ConnectionRequest() {}

        @Advice.OnMethodEnter
        static void enter(
                @Advice.FieldValue("requests") Object headers, @Advice.FieldValue("userHeaders") Object userHeaders) {
            OutgoingDeadlines.connection(headers, userHeaders);
        }
    }

    /** Around the growth of a server's pool: its threads work for all. */
    static final class Worker {
        private Worker() {}

        @Advice.OnMethodEnter
        static boolean enter() {
            return Threads.makingWorker();
        }

        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Advice.Enter boolean entered) {
            if (entered) {
                Threads.madeWorker();
            }
        }
    }
}
