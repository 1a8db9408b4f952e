package io.ctxagent.samples.orders;

import java.util.List;
import java.util.regex.Pattern;

/** The threads of this JVM that belong to a service, by name. */
final class ServiceThreads {

    private static final Pattern OURS =
            Pattern.compile("(http-|warehouse-|shipping|orders-pool|HTTP-Dispatcher|audit-|price-feed|ledger-sync).*");

    private ServiceThreads() {}

    static List<String> alive() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> OURS.matcher(name).matches())
                .sorted()
                .toList();
    }

    static Thread named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
