package io.ctxagent.instrument.family;

import io.ctxagent.boot.RequestReads;
import io.ctxagent.boot.RequestSupport;
import io.ctxagent.boot.ServerReads;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * How long Tomcat waits for the bytes of a request. Of a head that has not come whole, {@code Http11Processor.service} returns
 * {@code LONG} and leaves the connection to the poller; a body is waited for in {@code NioSocketWrapper.fillReadBuffer}. The
 * wait there swallows interrupts and begins again, so it is ended by the end of its input instead.
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
