package io.ctxagent.instrument.family;

import io.ctxagent.boot.RequestReads;
import io.ctxagent.boot.RequestSupport;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * How long Tomcat waits for the head of a request of HTTP/2, on which its connection waits. Of a frame that has not come whole,
 * {@code Http2AsyncParser} is told {@code CONTINUE}; a frame of a head leaves {@code headersCurrentStream} behind until the last one.
 * Before the first request there are the connection's preface and settings, which count as a head does. With {@code useAsyncIO=false}
 * a frame is waited for by the thread that reads it, as a body is ({@link TomcatReads.Body}).
 */
final class TomcatHeads {

    // Frame types of RFC 9113.
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;

    private TomcatHeads() {}

    /** A frame of a head has come; it was the last one if no stream is left behind. */
    static final class Part {
        private Part() {}

        @Advice.OnMethodExit
        static void exit(@Advice.This Object parser, @Advice.FieldValue("headersCurrentStream") int stream) {
            if (stream != -1) {
                RequestReads.headWaiting(RequestSupport.TOMCAT, parser);
            }
        }
    }

    static final class Whole {
        private Whole() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object parser) {
            RequestReads.complete(parser);
        }
    }

    /** Around the reading of a frame of any kind by a thread that waits for its end. */
    static final class Frame {
        private Frame() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object parser) {
            RequestReads.came(parser);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.This Object parser,
                @Advice.FieldValue("headersCurrentStream") int stream,
                @Advice.Return boolean read) {
            if (read && stream == -1) {
                RequestReads.frameRead(RequestSupport.TOMCAT, parser);
            } else {
                RequestReads.headGoesOn(RequestSupport.TOMCAT, parser);
            }
        }
    }

    static final class Preface {
        private Preface() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.This Object parser) {
            RequestReads.headWaiting(RequestSupport.TOMCAT, parser);
        }
    }

    /** The client's settings have come. */
    static final class Ready {
        private Ready() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("parser") @Nullable Object parser) {
            if (parser != null) {
                RequestReads.complete(parser);
            }
        }
    }

    static final class PartOfFrame {
        private PartOfFrame() {}

        @Advice.OnMethodEnter
        static void enter(@Advice.FieldValue("this$0") Object parser) {
            RequestReads.came(parser);
        }

        @Advice.OnMethodExit
        static void exit(
                @Advice.FieldValue("this$0") Object parser,
                @Advice.FieldValue("parsedFrameHeader") boolean known,
                @Advice.FieldValue("frameTypeId") int type,
                @Advice.Return @Nullable Object next) {
            if (!"CONTINUE".equals(String.valueOf(next))) {
                return;
            }
            if (known && (type == HEADERS || type == CONTINUATION)) {
                RequestReads.headWaiting(RequestSupport.TOMCAT, parser);
            } else {
                RequestReads.headGoesOn(RequestSupport.TOMCAT, parser);
            }
        }
    }
}
