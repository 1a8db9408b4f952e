package io.ctxagent.recorder;

import io.ctxagent.boot.Owner;
import java.time.Duration;

/** The parts that the sentences of the findings are made of. */
final class Phrases {

    private Phrases() {}

    /** {@code 340 ms}, {@code 9.0 s}, {@code 2 min 5 s}, {@code 2 h 58 min}. */
    static String time(long nanos) {
        Duration time = Duration.ofNanos(Math.max(0, nanos));
        if (time.toSeconds() == 0) {
            return time.toMillis() + " ms";
        }
        if (time.toMinutes() == 0) {
            long tenths = time.toMillis() / 100;
            return tenths / 10 + "." + tenths % 10 + " s";
        }
        return time.toHours() == 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toHours() + " h " + time.toMinutesPart() + " min";
    }

    /** At the start of a sentence: {@code Context c17 (withTimeout, "GET /orders")}. */
    static String context(SeenContext context) {
        String name = context.name() == null ? "" : ", \"" + context.name() + "\"";
        return "Context " + context.id() + " (" + context.kind() + name + ")";
    }

    /** Within a sentence. */
    static String reference(SeenContext context) {
        return "c" + context(context).substring(1);
    }

    /** At the start of a sentence: {@code Thread "http-7"}. */
    static String thread(SeenThread thread) {
        return "Thread " + (thread.name().isEmpty() ? "#" + thread.id() : "\"" + thread.name() + "\"");
    }

    /** {@code thread main}, {@code task on http-7}. */
    static String owner(Owner owner) {
        if (owner.kind().equals(Owner.TEST)) {
            return "test \"" + owner.name() + "\"";
        }
        String name = owner.name().isEmpty() ? "#" + owner.threadId() : owner.name();
        return owner.kind().equals("thread") ? "thread " + name : owner.kind() + " on " + name;
    }
}
