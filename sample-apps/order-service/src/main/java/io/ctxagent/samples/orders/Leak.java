package io.ctxagent.samples.orders;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The faults that {@code --leak} plants, each in a class of its own. */
enum Leak {
    UNCANCELLED,
    ORPHAN_THREAD,
    UNBOUNDED_IO,
    IGNORED_CANCEL;

    /** The name as it is typed. */
    String typed() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Leak named(String typed) {
        return Arrays.stream(values())
                .filter(leak -> leak.typed().equals(typed))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown leak '" + typed + "'; there are " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(Leak::typed).collect(Collectors.joining(","));
    }
}
