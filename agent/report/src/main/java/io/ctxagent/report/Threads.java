package io.ctxagent.report;

import io.ctxagent.model.BlockedInfo;
import io.ctxagent.model.ContextInfo;
import io.ctxagent.model.Snapshot;
import io.ctxagent.model.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The threads of a snapshot by the context that they run under. */
public final class Threads {

    /** An @ and eight digits. */
    private static final int MOST_IDENTITY = 9;

    /** Behind it is a port of ours (java.net.Socket.toString). */
    private static final String OWN_PORT = ",localport=";

    private final Map<String, List<ThreadInfo>> byContext = new HashMap<>();

    public Threads(Snapshot snapshot) {
        for (ThreadInfo thread : snapshot.threads()) {
            String context = thread.context();
            if (context != null) {
                Groups.add(byContext, context, thread);
            }
        }
    }

    public List<ThreadInfo> under(ContextInfo context) {
        return byContext.getOrDefault(context.id(), List.of());
    }

    public List<ThreadInfo> under(List<ContextInfo> contexts) {
        List<ThreadInfo> threads = new ArrayList<>();
        for (ContextInfo context : contexts) {
            threads.addAll(under(context));
        }
        return threads;
    }

    /** What a thread does: the blocking call that it is in, or its state and place. */
    public static String activity(ThreadInfo thread) {
        BlockedInfo blocked = thread.blocked();
        return activity(thread, blocked == null ? null : blocked.target());
    }

    /**
     * The same without what tells one object from another of its class: two threads that take from a queue each do the same. Threads
     * that do are told together.
     */
    public static String alike(ThreadInfo thread) {
        BlockedInfo blocked = thread.blocked();
        String target = blocked == null ? null : blocked.target();
        return activity(thread, target == null ? null : withoutIdentity(target));
    }

    /** What all of them do, who are alike; the very object only where it is the same one. */
    static String activity(List<ThreadInfo> threads) {
        String activity = activity(threads.get(0));
        for (ThreadInfo thread : threads) {
            if (!activity(thread).equals(activity)) {
                return alike(thread);
            }
        }
        return activity;
    }

    /** {@code java.util.concurrent.SynchronousQueue@2c670597} without what {@link Object#toString} puts behind the class. */
    private static String withoutIdentity(String target) {
        int port = target.lastIndexOf(OWN_PORT);
        if (port >= 0) {
            return target.substring(0, port); // of a socket, what it is connected to
        }
        int at = target.lastIndexOf('@');
        if (at <= 0 || at + 1 == target.length() || target.length() - at > MOST_IDENTITY) {
            return target;
        }
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            boolean fits =
                    i > at ? Character.digit(c, 16) >= 0 : i == at || Character.isJavaIdentifierPart(c) || c == '.';
            if (!fits) {
                return target;
            }
        }
        return target.substring(0, at);
    }

    private static String activity(ThreadInfo thread, @Nullable String target) {
        BlockedInfo blocked = thread.blocked();
        if (blocked != null) {
            return "in " + SafeText.of(blocked.call())
                    + (target == null ? "" : " " + SafeText.of(target))
                    + (blocked.cancellable() ? "" : " (not cancellable)");
        }
        String site = thread.site();
        return SafeText.of(thread.state()) + (site == null ? "" : " at " + SafeText.of(site));
    }

    /** {@code for 800ms}, of the one that has been blocked longest; empty where none is blocked. */
    public static String since(List<ThreadInfo> threads) {
        long longest = longest(threads);
        if (longest < 0) {
            boolean many = threads.size() > 1;
            return anyBlocked(threads) ? (many ? "," : "") + " for an unknown time" : "";
        }
        return (threads.size() > 1 ? ", longest " : " for ") + HumanDuration.of(longest);
    }

    /** The longest time in the blocking call; -1 where none is known. */
    public static long longest(List<ThreadInfo> threads) {
        long longest = -1;
        for (ThreadInfo thread : threads) {
            BlockedInfo blocked = thread.blocked();
            Long forMillis = blocked == null ? null : blocked.forMillis();
            if (forMillis != null) {
                longest = Math.max(longest, forMillis);
            }
        }
        return longest;
    }

    /** Whether one of them is in a blocking call. */
    public static boolean anyBlocked(List<ThreadInfo> threads) {
        return threads.stream().anyMatch(thread -> thread.blocked() != null);
    }

    /** {@code thread "http-7" #31}. */
    public static String title(ThreadInfo thread) {
        String name = thread.name().isEmpty() ? "" : " \"" + SafeText.of(thread.name()) + "\"";
        return (thread.virtual() ? "vthread" : "thread") + name + " #" + thread.id();
    }
}
