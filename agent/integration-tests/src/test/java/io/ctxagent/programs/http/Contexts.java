package io.ctxagent.programs.http;

import io.ctxagent.context.Context;
import java.util.concurrent.ConcurrentHashMap;

/** The only class here that names the Context API: an application without it never loads this one. */
final class Contexts {

    private static final ConcurrentHashMap<String, Context> KEPT = new ConcurrentHashMap<>();

    private Contexts() {}

    static String current() {
        Context context = Context.current();
        return context + " "
                + context.remaining().map(left -> "left " + left.toMillis()).orElse("no deadline");
    }

    static void keep(String name) {
        KEPT.put(name, Context.current());
    }

    static void forget(String name) {
        KEPT.remove(name);
    }

    static String state(String name) {
        Context context = KEPT.get(name);
        if (context == null) {
            return "none";
        }
        return context.isDone() ? context.err().getMessage() + " < " + context.cause() : "live";
    }
}
