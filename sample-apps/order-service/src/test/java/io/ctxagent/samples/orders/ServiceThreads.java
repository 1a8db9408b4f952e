package io.ctxagent.samples.orders;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The threads of this JVM that belong to a service, by name. */
final class ServiceThreads {

    // Without those that leaks start: they stay in this JVM for ever.
    private static final Pattern OURS =
            Pattern.compile("(http-|warehouse-|shipping|orders-pool|HTTP-Dispatcher|price-feed).*");

    private ServiceThreads() {}

    static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OURS.matcher(name).matches())
                .sorted()
                .toList();
    }

    static Optional<Thread> named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst();
    }
}
