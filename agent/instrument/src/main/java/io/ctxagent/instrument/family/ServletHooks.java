package io.ctxagent.instrument.family;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.Hook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Methods of Tomcat and Jetty that get advice, by the internal names of their classes: where each request passes once, with
 * its forwards, includes and error pages below, and where it is over. Read in Tomcat 10.1.59 and 11.0.27 and Jetty 12.1.13;
 * both keep a request that went asynchronous in the same object until it is complete, and come by here again for each of
 * its dispatches.
 */
public final class ServletHooks {

    private static final String COYOTE = "org.apache.coyote.";
    private static final String FRAME_TYPE = "Lorg/apache/coyote/http2/FrameType;";
    private static final String SOCKET = "org.apache.tomcat.util.net.NioEndpoint$NioSocketWrapper";
    private static final String BUFFER = "(ZLjava/nio/ByteBuffer;)";

    private static final Map<String, List<Hook>> HOOKS = new HashMap<>();

    static {
        add("org.apache.catalina.core.StandardHostValve", "invoke", null, HttpAdvice.TomcatRequest.class);
        add("org.apache.catalina.connector.Request", "recycle", null, HttpAdvice.ThisEnded.class);
        add("org.apache.catalina.connector.CoyoteAdapter", "asyncDispatch", null, TomcatReads.Again.class);
        add(COYOTE + "AbstractProcessorLight", "process", null, TomcatReads.Turn.class);
        add(COYOTE + "http11.Http11Processor", "service", null, TomcatReads.Head.class);
        add(COYOTE + "http11.Http11Processor", "registerReadInterest", null, TomcatReads.Listened.class);
        add(COYOTE + "http11.Http11InputBuffer", "nextRequest", null, TomcatReads.Next.class);
        String parser = COYOTE + "http2.Http2Parser";
        add(parser, "readHeadersFrame", null, TomcatHeads.Part.class);
        add(parser, "readContinuationFrame", null, TomcatHeads.Part.class);
        add(parser, "onHeadersComplete", null, TomcatHeads.Whole.class);
        add(parser, "readFrame", "(Z" + FRAME_TYPE + ")Z", TomcatHeads.Frame.class);
        String async = COYOTE + "http2.Http2AsyncParser";
        add(async, "readConnectionPreface", null, TomcatHeads.Preface.class);
        add(async + "$FrameCompletionHandler", "validate", null, TomcatHeads.PartOfFrame.class);
        add(COYOTE + "http2.Http2UpgradeHandler", "processConnection", null, TomcatHeads.Ready.class);
        String stream = COYOTE + "http2.Stream";
        add(stream, "receiveReset", null, HttpAdvice.Reset.class);
        add(stream + "$StandardStreamInputBuffer", "doRead", null, TomcatReads.StreamRead.class);
        add(stream + "$StandardStreamInputBuffer", "isReadyForRead", null, TomcatReads.StreamListened.class);
        add(stream + "$StandardStreamInputBuffer", "onDataAvailable", null, TomcatReads.StreamCame.class);
        add(stream + "$StandardStreamInputBuffer", "receiveReset", null, TomcatReads.StreamCame.class);
        add(stream, "recycle", null, TomcatReads.StreamEnded.class);
        add("org.apache.tomcat.util.net.SecureNioChannel", "handshake", null, TomcatReads.Handshake.class);
        add(SOCKET, "fillReadBuffer", BUFFER + "I", TomcatReads.Body.class);
        add(SOCKET, "doWrite", BUFFER + "V", HttpAdvice.Write.class);
        add("org.apache.tomcat.util.threads.ThreadPoolExecutor", "addWorker", null, HttpAdvice.Worker.class);
        for (String layer : new String[] {"ee10", "ee11"}) {
            String channel = "org.eclipse.jetty." + layer + ".servlet.ServletChannel";
            add(channel, "handle", null, HttpAdvice.JettyRequest.class);
            add(channel, "onCompleted", null, HttpAdvice.ThisEnded.class);
            String out = "org.eclipse.jetty." + layer + ".servlet.HttpOutput";
            add(out, "write", null, HttpAdvice.Write.class);
            add(out, "flush", null, HttpAdvice.Write.class);
            add(out, "close", null, HttpAdvice.Write.class);
        }
        String connection = "org.eclipse.jetty.server.internal.HttpConnection";
        add(connection, "onFillable", null, JettyReads.Head.class);
        add(connection, "asyncReadFillInterested", null, JettyReads.BodyWaits.class);
        add(connection, "fillRequestBuffer", null, JettyReads.Fill.class);
        add(connection + "$DemandContentCallback", "succeeded", null, JettyReads.BodyCame.class);
        add(connection + "$HttpStreamOverHTTP1", "succeeded", null, JettyReads.Answered.class);
        add(connection + "$HttpStreamOverHTTP1", "failed", null, JettyReads.Answered.class);
        String over = "org.eclipse.jetty.http2.server.internal.HttpStreamOverHTTP2";
        add(over, "demand", null, JettyReads.StreamWaits.class);
        add(over, "onDataAvailable", null, JettyReads.StreamCame.class);
        add(over, "onTrailer", null, JettyReads.StreamCame.class);
        add(over, "succeeded", null, JettyReads.StreamEnded.class);
        add(over, "failed", null, JettyReads.StreamEnded.class);
        String http2 = "org.eclipse.jetty.http2.";
        add(http2 + "HTTP2Connection$HTTP2Producer", "produce", null, JettyReads.Frames.class);
        add(http2 + "HTTP2Stream", "onReset", null, HttpAdvice.Reset.class);
        add("org.eclipse.jetty.io.ssl.SslConnection$SslEndPoint", "fill", null, JettyReads.Handshake.class);
        add("org.eclipse.jetty.util.thread.QueuedThreadPool", "startThread", null, HttpAdvice.Worker.class);
    }

    private ServletHooks() {}

    private static void add(
            String type, String method, @org.jspecify.annotations.Nullable String descriptor, Class<?> advice) {
        String internalName = type.replace('.', '/');
        List<Hook> hooks = HOOKS.get(internalName);
        if (hooks == null) {
            hooks = new java.util.ArrayList<>();
            HOOKS.put(internalName, hooks);
        }
        hooks.add(new Hook(Family.HTTP, type, method, descriptor, advice));
    }

    /** The hooks of the class of this internal name; empty for nearly all. */
    public static List<Hook> of(String internalName) {
        List<Hook> hooks = HOOKS.get(internalName);
        return hooks == null ? List.of() : hooks;
    }
}
