package io.ctxagent.recorder;

import java.util.ArrayList;
import java.util.List;

/**
 * What is left when the application had its time to shut down: the last lines on standard error.
 *
 * @param threads one line for each thread of the application's that is still alive, the one that shuts down not counted
 * @param liveContexts contexts that could be done and are not; {@code untilShutdown()} itself does not count
 */
public record ShutdownReport(List<String> threads, int liveContexts) {

    public ShutdownReport {
        threads = List.copyOf(threads);
    }

    /** Whether nothing is left. */
    public boolean graceful() {
        return threads.isEmpty() && liveContexts == 0;
    }

    /** What to print, line by line. The one thread of a graceful shutdown is the one that shuts down. */
    public List<String> lines() {
        if (graceful()) {
            return List.of("ctx-agent: graceful shutdown: 1 live thread, 0 live contexts");
        }
        List<String> lines = new ArrayList<>();
        lines.add("ctx-agent: shutdown left " + threads.size() + " live threads, " + liveContexts + " live contexts");
        lines.addAll(threads);
        return lines;
    }

    static ShutdownReport of(Observation seen, Thread caller) {
        List<String> threads = new ArrayList<>();
        for (SeenThread thread : seen.threads()) {
            if (ShutdownThreads.counts(thread, caller)) {
                threads.add(line(thread, seen.contexts()));
            }
        }
        int contexts = seen.contexts().leftOut().awaited();
        for (SeenContext context : seen.contexts().all()) {
            contexts +=
                    context.live() && !context.neverDone() && !context.kind().equals("shutdown") ? 1 : 0;
        }
        return new ShutdownReport(threads, contexts);
    }

    private static String line(SeenThread thread, ContextTree tree) {
        String name = thread.name().isEmpty() ? "#" + thread.id() : thread.name();
        SeenContext context = thread.context();
        SeenCall call = thread.call();
        String site = thread.site();
        String line = "  " + name
                + "  " + (context == null ? "no context" : ContextPath.of(context, tree))
                + "  " + (call == null ? "not blocked" : "blocked in " + call.call())
                + "  " + (site == null ? "no application frame" : site);
        return withoutControls(line);
    }

    /** Names come from requests: none of them may move the terminal's cursor. */
    private static String withoutControls(String line) {
        StringBuilder safe = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            safe.append(Character.isISOControl(c) ? '?' : c);
        }
        return safe.toString();
    }
}
