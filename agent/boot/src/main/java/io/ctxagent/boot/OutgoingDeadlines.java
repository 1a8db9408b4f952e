package io.ctxagent.boot;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * The option {@code http.deadline-header}: calls of the JDK's two HTTP clients say how much time is left. A header of that
 * name that the user has set stays. The hooks throw nothing.
 */
public final class OutgoingDeadlines {

    private OutgoingDeadlines() {}

    /**
     * When {@code java.net.http.HttpClient} makes a request; what the user has set goes before system headers.
     *
     * @param systemHeaders a {@code jdk.internal.net.http.common.HttpHeadersBuilder}, JDK 17 to 25
     */
    public static void client(Object systemHeaders) {
        String name = Settings.deadlineHeader;
        if (name == null || Family.HTTP.off()) {
            return;
        }
        try {
            String value = remaining();
            MethodHandle set = ClientHeaders.SET;
            if (value != null && set != null) {
                set.invokeExact(systemHeaders, name, value);
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    /**
     * Before {@code HttpURLConnection} writes its request.
     *
     * @param requests a {@code sun.net.www.MessageHeader}, JDK 17 to 25
     * @param userHeaders the same of what the user has set
     */
    public static void connection(Object requests, Object userHeaders) {
        String name = Settings.deadlineHeader;
        if (name == null || Family.HTTP.off()) {
            return;
        }
        try {
            String value = remaining();
            MethodHandle find = ConnectionHeaders.FIND;
            MethodHandle set = ConnectionHeaders.SET;
            if (value != null && find != null && set != null && (String) find.invokeExact(userHeaders, name) == null) {
                set.invokeExact(requests, name, value);
            }
        } catch (Throwable fault) {
            Family.HTTP.fault(fault);
        }
    }

    private static @Nullable String remaining() {
        Object context = Current.SLOT.get();
        Port port = context == null ? null : Ports.of(context);
        if (context == null || port == null) {
            return null;
        }
        ThreadRecord record = ThreadRecord.peek();
        if (record != null && record.agent) {
            return null;
        }
        Long deadline = port.deadline(context);
        return deadline == null ? null : RemainingTime.format(deadline - System.nanoTime());
    }

    /** Looked up when the first call has something to say. */
    private static final class ClientHeaders {

        static final @Nullable MethodHandle SET = find();

        private static @Nullable MethodHandle find() {
            try {
                Class<?> type = Class.forName(
                        "jdk.internal.net.http.common.HttpHeadersBuilder", false, ClassLoader.getPlatformClassLoader());
                return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVirtual(type, "setHeader", MethodType.methodType(void.class, String.class, String.class))
                        .asType(MethodType.methodType(void.class, Object.class, String.class, String.class));
            } catch (ReflectiveOperationException | RuntimeException e) {
                Family.HTTP.fault(e);
                return null;
            }
        }
    }

    private static final class ConnectionHeaders {

        static final @Nullable MethodHandle SET =
                find("set", MethodType.methodType(void.class, String.class, String.class));
        static final @Nullable MethodHandle FIND = find("findValue", MethodType.methodType(String.class, String.class));

        private static @Nullable MethodHandle find(String name, MethodType signature) {
            try {
                Class<?> type = Class.forName("sun.net.www.MessageHeader", false, null);
                return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
                        .findVirtual(type, name, signature)
                        .asType(signature.insertParameterTypes(0, Object.class));
            } catch (ReflectiveOperationException | RuntimeException e) {
                Family.HTTP.fault(e);
                return null;
            }
        }
    }
}
