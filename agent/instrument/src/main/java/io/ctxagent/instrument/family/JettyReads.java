package io.ctxagent.instrument.family;

import io.ctxagent.boot.RequestReads;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.Requests;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * How long Jetty waits for the bytes of a request. {@code HttpConnection.onFillable} leaves a head that has not come whole to the
 * selector, with its parser between start and content; for a body the stream asks by {@code asyncReadFillInterested}, whether
 * a thread waits for it or not.
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

    static final class Answered {
        private Answered() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("this$0") Object connection) {
            RequestReads.complete(connection);
        }
    }
}
